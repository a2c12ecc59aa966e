package com.cornershop.test.life;

import android.app.job.JobParameters;
import android.app.job.JobService;
import android.app.job.JobWorkItem;

/** Takes its work from the queue, as JobIntentService does. */
public class QueueJob extends JobService {
    @Override
    public boolean onStartJob(JobParameters job) {
        new Thread(() -> {
            for (JobWorkItem item = job.dequeueWork(); item != null; item = job.dequeueWork()) {
                Facts.say("work " + item.getIntent().getAction());
                job.completeWork(item);
            }
            Facts.say("work done");
        }).start();
        return true;
    }

    @Override
    public boolean onStopJob(JobParameters job) {
        return false;
    }
}
