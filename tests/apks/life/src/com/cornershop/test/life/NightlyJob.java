package com.cornershop.test.life;

import android.app.job.JobParameters;
import android.app.job.JobService;

public class NightlyJob extends JobService {
    @Override
    public boolean onStartJob(JobParameters job) {
        Facts.say("job " + job.getJobId() + " " + job.getExtras().getString("word"));
        new Thread(() -> jobFinished(job, false)).start();
        return true;
    }

    @Override
    public boolean onStopJob(JobParameters job) {
        Facts.say("job " + job.getJobId() + " stopped");
        return false;
    }
}
