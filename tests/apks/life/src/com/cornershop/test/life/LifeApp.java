package com.cornershop.test.life;

import android.app.Activity;
import android.app.Application;
import android.content.ComponentCallbacks2;
import android.os.Bundle;

public class LifeApp extends Application implements Application.ActivityLifecycleCallbacks {
    private int started;

    @Override
    public void onCreate() {
        super.onCreate();
        registerActivityLifecycleCallbacks(this);
        Facts.say("application created");
    }

    @Override
    public void onTrimMemory(int level) {
        super.onTrimMemory(level);
        Facts.say("trim " + (level == ComponentCallbacks2.TRIM_MEMORY_UI_HIDDEN ? "hidden" : level));
    }

    @Override
    public void onActivityStarted(Activity activity) {
        if (started++ == 0) {
            Facts.say("process in the foreground");
        }
    }

    @Override
    public void onActivityStopped(Activity activity) {
        if (--started == 0 && !activity.isChangingConfigurations()) {
            Facts.say("process in the background");
        }
    }

    @Override
    public void onActivityCreated(Activity activity, Bundle state) {
    }

    @Override
    public void onActivityResumed(Activity activity) {
        Facts.say("resumed " + activity.getClass().getSimpleName());
    }

    @Override
    public void onActivityPaused(Activity activity) {
        Facts.say("paused " + activity.getClass().getSimpleName());
    }

    @Override
    public void onActivitySaveInstanceState(Activity activity, Bundle state) {
        Facts.say("saved " + activity.getClass().getSimpleName());
    }

    @Override
    public void onActivityDestroyed(Activity activity) {
        Facts.say("destroyed " + activity.getClass().getSimpleName());
    }
}
