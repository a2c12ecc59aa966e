package auditor.handset;

import android.app.JobSchedulerImpl;
import android.app.job.IJobService;
import android.app.job.JobInfo;
import android.app.job.JobScheduler;
import android.app.job.JobWorkItem;
import android.content.ComponentName;
import android.content.Intent;
import android.content.ServiceConnection;
import android.content.pm.PackageManager;
import android.content.pm.ServiceInfo;
import android.os.Build;
import android.os.Handler;
import android.os.IBinder;
import android.os.Looper;
import android.os.RemoteException;
import android.os.SystemClock;
import auditor.deskphone.Guards;
import auditor.deskphone.Hole;
import auditor.deskphone.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.robolectric.RuntimeEnvironment;

/** Runs the app's jobs when their time has come and what they ask of the phone is there. */
final class Jobs {
    private final Session session;
    private final Services services;
    private final Surroundings surroundings;
    private final Handler main = new Handler(Looper.getMainLooper());
    private final Map<String, Job> jobs = new LinkedHashMap<>();

    Jobs(Session session, Services services, Surroundings surroundings) {
        this.session = session;
        this.services = services;
        this.surroundings = surroundings;
    }

    void answer() {
        Guards.answer("job_schedule", (arguments, original) -> {
            check((JobInfo) arguments[1]);
            schedule(space(arguments[0]), (JobInfo) arguments[1], null);
            return JobScheduler.RESULT_SUCCESS;
        });
        Guards.answer("job_enqueue", (arguments, original) -> {
            check((JobInfo) arguments[1]);
            schedule(space(arguments[0]), (JobInfo) arguments[1], (JobWorkItem) arguments[2]);
            return JobScheduler.RESULT_SUCCESS;
        });
        Guards.answer("job_cancel", (arguments, original) -> {
            cancel(space(arguments[0]) + arguments[1]);
            return null;
        });
        Guards.answer("job_cancel_all", (arguments, original) -> {
            String space = space(arguments[0]);
            for (Job job : pending(space)) {
                cancel(job.key);
            }
            return null;
        });
        Guards.answer("job_list", (arguments, original) -> {
            List<JobInfo> found = new ArrayList<>();
            pending(space(arguments[0])).forEach(job -> found.add(job.info));
            return found;
        });
        Guards.answer("job_get", (arguments, original) -> {
            Job job = find(space(arguments[0]) + arguments[1]);
            return job == null ? null : job.info;
        });
        surroundings.whenChanged(() -> main.post(this::consider));
    }

    private static String space(Object scheduler) {
        String name = Build.VERSION.SDK_INT >= 34 ? ((JobSchedulerImpl) scheduler).getNamespace() : null;
        return name == null ? "/" : name + "/";
    }

    private synchronized List<Job> pending(String space) {
        return jobs.values().stream().filter(job -> job.key.startsWith(space)).toList();
    }

    private synchronized Job find(String key) {
        return jobs.get(key);
    }

    private void check(JobInfo info) {
        ServiceInfo service;
        try {
            service = RuntimeEnvironment.getApplication().getPackageManager().getServiceInfo(info.getService(), 0);
        } catch (PackageManager.NameNotFoundException e) {
            throw new IllegalArgumentException("No such service " + info.getService());
        }
        if (!"android.permission.BIND_JOB_SERVICE".equals(service.permission)) {
            throw new IllegalArgumentException("Scheduled service " + info.getService()
                    + " does not require android.permission.BIND_JOB_SERVICE permission");
        }
        if (info.getTriggerContentUris() != null) {
            session.ledger(Hole.JOB_NOT_RUN, info.getService().flattenToShortString(), "a job that waits for a change of content is not run");
        } else if (info.isRequireDeviceIdle()) {
            session.ledger(Hole.JOB_NOT_RUN, info.getService().flattenToShortString(), "a job that waits for an idle phone is not run");
        }
    }

    private void schedule(String space, JobInfo info, JobWorkItem item) {
        String key = space + info.getId();
        Job before = find(key);
        if (item != null && before != null && before.info.equals(info)) {
            synchronized (this) {
                before.work.add(item);
            }
            main.post(this::consider);
            return;
        }
        cancel(key);
        Job job = new Job(key, info, SystemClock.elapsedRealtime());
        synchronized (this) {
            if (item != null) {
                job.work.add(item);
            }
            jobs.put(key, job);
        }
        main.post(this::consider);
    }

    private void cancel(String key) {
        Job job;
        synchronized (this) {
            job = jobs.remove(key);
        }
        if (job != null) {
            main.post(() -> stop(job));
        }
    }

    private static void stop(Job job) {
        if (job.service == null) {
            return;
        }
        try {
            job.service.stopJob(job.parameters);
        } catch (RemoteException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts every job that may run now, and comes back when the next one is due. Main thread only. */
    private void consider() {
        List<Job> all;
        synchronized (this) {
            all = new ArrayList<>(jobs.values());
        }
        long now = SystemClock.elapsedRealtime();
        long next = Long.MAX_VALUE;
        for (Job job : all) {
            if (job.running != null) {
                continue;
            }
            if (job.isDue(now) && (job.isLate(now) || surroundings.allow(job.info))) {
                run(job, job.isLate(now));
                continue;
            }
            next = Math.min(next, job.nextLook(now));
        }
        if (next != Long.MAX_VALUE) {
            main.postDelayed(this::consider, Math.max(1, next - now));
        }
    }

    /** Runs a job whatever it waits for, as `cmd jobscheduler run -f` does; false when there is none with that number. */
    boolean force(int id) {
        Job job;
        synchronized (this) {
            job = jobs.values().stream().filter(each -> each.info.getId() == id).findFirst().orElse(null);
        }
        if (job == null) {
            return false;
        }
        if (job.running == null) {
            run(job, false);
        }
        return true;
    }

    private void run(Job job, boolean late) {
        job.parameters = job.parameters(new JobCallback(this, job), late);
        job.running = new ServiceConnection() {
            @Override
            public void onServiceConnected(ComponentName name, IBinder binder) {
                job.service = IJobService.Stub.asInterface(binder);
                try {
                    job.service.startJob(job.parameters);
                } catch (RemoteException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void onServiceDisconnected(ComponentName name) {
                job.service = null;
            }
        };
        if (!services.bind(new Intent().setComponent(job.info.getService()), job.running, main::post, true)) {
            synchronized (this) {
                jobs.remove(job.key);
            }
        }
    }

    /** The job's next piece of work; no more of it ends the job. */
    JobWorkItem dequeue(Job job) {
        JobWorkItem item;
        synchronized (this) {
            item = job.work.poll();
        }
        if (item == null) {
            main.post(() -> finished(job, false));
        }
        return item;
    }

    /** What comes after a run: the same again later, the next period, or nothing. */
    void finished(Job job, boolean again) {
        if (job.running == null) {
            return;
        }
        services.unbind(job.running);
        job.running = null;
        job.service = null;
        long now = SystemClock.elapsedRealtime();
        if (again) {
            job.backOff(now);
        } else if (job.info.isPeriodic()) {
            job.waitForNextPeriod(now);
        } else {
            synchronized (this) {
                if (job.work.isEmpty()) {
                    jobs.remove(job.key, job);
                }
            }
        }
        consider();
    }

    void onMain(Runnable work) {
        main.post(work);
    }
}
