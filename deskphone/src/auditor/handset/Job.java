package auditor.handset;

import android.app.job.IJobService;
import android.app.job.JobInfo;
import android.app.job.JobParameters;
import android.app.job.JobWorkItem;
import android.content.ClipData;
import android.content.ServiceConnection;
import android.os.Bundle;
import android.os.IBinder;
import android.os.PersistableBundle;
import java.lang.reflect.Constructor;
import java.util.ArrayDeque;
import java.util.Deque;

/** A job that waits or runs: when it may, and what its service is handed. Times are those of the phone's clock since it was switched on. */
final class Job {
    private static final long LONGEST_BACKOFF_MS = 5 * 60 * 60 * 1000L;
    final String key;
    final JobInfo info;
    final Deque<JobWorkItem> work = new ArrayDeque<>();
    ServiceConnection running;
    JobParameters parameters;
    IJobService service;
    private long notBefore;
    private long deadline;
    private int failures;

    Job(String key, JobInfo info, long now) {
        this.key = key;
        this.info = info;
        notBefore = now + (info.isPeriodic() ? 0 : info.getMinLatencyMillis());
        deadline = !info.isPeriodic() && info.hasLateConstraint() ? now + info.getMaxExecutionDelayMillis() : Long.MAX_VALUE;
    }

    boolean isDue(long now) {
        return notBefore <= now;
    }

    boolean isLate(long now) {
        return deadline <= now;
    }

    /** When it is worth looking at again for the time alone. */
    long nextLook(long now) {
        return Math.min(notBefore > now ? notBefore : Long.MAX_VALUE, deadline);
    }

    /** It failed and wants to be run again, later each time. */
    void backOff(long now) {
        failures++;
        long wait = info.getBackoffPolicy() == JobInfo.BACKOFF_POLICY_LINEAR ? info.getInitialBackoffMillis() * failures
                : info.getInitialBackoffMillis() << Math.min(20, failures - 1);
        notBefore = now + Math.min(LONGEST_BACKOFF_MS, wait);
        deadline = Long.MAX_VALUE;
    }

    void waitForNextPeriod(long now) {
        failures = 0;
        notBefore = now + info.getIntervalMillis();
    }

    /** Made by the type of each parameter: the constructor has another shape at every level. */
    JobParameters parameters(JobCallback callback, boolean late) {
        for (Constructor<?> constructor : JobParameters.class.getDeclaredConstructors()) {
            Class<?>[] types = constructor.getParameterTypes();
            if (types.length < 5 || types[0] != IBinder.class) {
                continue;
            }
            Object[] values = new Object[types.length];
            boolean numbered = false;
            boolean flagged = false;
            for (int i = 0; i < types.length; i++) {
                if (types[i] == IBinder.class) {
                    values[i] = callback.asBinder();
                } else if (types[i] == int.class) {
                    values[i] = numbered ? info.getClipGrantFlags() : info.getId();
                    numbered = true;
                } else if (types[i] == boolean.class) {
                    values[i] = !flagged && late;
                    flagged = true;
                } else {
                    values[i] = types[i] == PersistableBundle.class ? info.getExtras()
                            : types[i] == Bundle.class ? info.getTransientExtras()
                            : types[i] == ClipData.class ? info.getClipData()
                            : types[i] == String.class && !key.startsWith("/") ? key.substring(0, key.lastIndexOf('/')) : null;
                }
            }
            try {
                constructor.setAccessible(true);
                return (JobParameters) constructor.newInstance(values);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("this framework makes job parameters otherwise: " + constructor, e);
            }
        }
        throw new IllegalStateException("this framework makes job parameters otherwise");
    }
}
