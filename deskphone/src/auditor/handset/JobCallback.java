package auditor.handset;

import android.app.Notification;
import android.app.job.IJobCallback;
import android.app.job.JobWorkItem;

/** What a running job tells the scheduler. */
final class JobCallback extends IJobCallback.Stub {
    private final Jobs jobs;
    private final Job job;

    JobCallback(Jobs jobs, Job job) {
        this.jobs = jobs;
        this.job = job;
    }

    @Override
    public void acknowledgeStartMessage(int id, boolean ongoing) {
        if (!ongoing) {
            jobs.onMain(() -> jobs.finished(job, false));
        }
    }

    @Override
    public void acknowledgeStopMessage(int id, boolean again) {
        jobs.onMain(() -> jobs.finished(job, again));
    }

    @Override
    public void jobFinished(int id, boolean again) {
        jobs.onMain(() -> jobs.finished(job, again));
    }

    @Override
    public JobWorkItem dequeueWork(int id) {
        return jobs.dequeue(job);
    }

    @Override
    public boolean completeWork(int id, int work) {
        return true;
    }

    @Override
    public void acknowledgeGetTransferredDownloadBytesMessage(int id, int work, long bytes) {
    }

    @Override
    public void acknowledgeGetTransferredUploadBytesMessage(int id, int work, long bytes) {
    }

    @Override
    public void updateEstimatedNetworkBytes(int id, JobWorkItem item, long down, long up) {
    }

    @Override
    public void updateTransferredNetworkBytes(int id, JobWorkItem item, long down, long up) {
    }

    @Override
    public void setNotification(int id, int notification, Notification shown, int policy) {
    }
}
