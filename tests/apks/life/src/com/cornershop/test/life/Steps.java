package com.cornershop.test.life;

import android.app.AlarmManager;
import android.app.AlertDialog;
import android.app.Notification;
import android.app.NotificationChannel;
import android.app.NotificationManager;
import android.app.PendingIntent;
import android.app.job.JobInfo;
import android.app.job.JobScheduler;
import android.app.job.JobWorkItem;
import android.content.BroadcastReceiver;
import android.content.ComponentName;
import android.content.ContentValues;
import android.content.Context;
import android.content.Intent;
import android.content.IntentFilter;
import android.content.ServiceConnection;
import android.database.ContentObserver;
import android.net.ConnectivityManager;
import android.net.Network;
import android.net.Uri;
import android.os.BatteryManager;
import android.os.Handler;
import android.os.IBinder;
import android.os.Looper;
import android.os.PersistableBundle;
import android.os.SystemClock;
import android.provider.MediaStore;
import android.provider.Settings;
import android.widget.Toast;

/** One part of an app's life a step. */
final class Steps {
    private static final String NAMED = "com.cornershop.test.life.NAMED";
    private static ServiceConnection held;

    private Steps() {
    }

    static void run(MainActivity activity, Intent intent) {
        String step = intent.getStringExtra("step");
        if (step == null) {
            return;
        }
        switch (step) {
            case "start": activity.startService(service(activity)); break;
            case "foreground": activity.startForegroundService(service(activity).putExtra("foreground", true)); break;
            case "stop": Facts.say("stopped " + activity.stopService(service(activity))); break;
            case "bind": bind(activity); break;
            case "unbind": activity.unbindService(held); break;
            case "once": activity.startService(new Intent(activity, OnceService.class)); break;
            case "elsewhere": elsewhere(activity); break;
            case "alarms": alarms(activity); break;
            case "times": new Times().start(); break;
            case "jobs": jobs(activity); break;
            case "receivers": receivers(activity.getApplicationContext()); break;
            case "ordered": ordered(activity); break;
            case "result": activity.ask(new Intent(activity, AnswerActivity.class)); break;
            case "camera": activity.ask(new Intent(MediaStore.ACTION_IMAGE_CAPTURE)); break;
            case "share": activity.ask(Intent.createChooser(new Intent(Intent.ACTION_SEND).setType("text/plain"), null)); break;
            case "settings": activity.ask(new Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS,
                    Uri.parse("package:" + activity.getPackageName()))); break;
            case "nobody": nobody(activity); break;
            case "steady": activity.startActivity(new Intent(activity, SteadyActivity.class)); break;
            case "notify": notify(activity); break;
            case "observe": observe(activity); break;
            case "toast": Toast.makeText(activity, "bread", Toast.LENGTH_SHORT).show(); break;
            case "dialog": new AlertDialog.Builder(activity).setTitle("question").setMessage("really?")
                    .setPositiveButton("yes", (dialog, which) -> Facts.say("answered yes"))
                    .setOnCancelListener(dialog -> Facts.say("dialog cancelled")).show(); break;
            case "menu": activity.openOptionsMenu(); break;
            case "aside": Facts.say("aside " + activity.moveTaskToBack(true)); break;
            default: throw new IllegalArgumentException(step);
        }
    }

    private static Intent service(Context context) {
        return new Intent(context, CountService.class);
    }

    private static void bind(Context context) {
        held = new ServiceConnection() {
            @Override
            public void onServiceConnected(ComponentName name, IBinder binder) {
                Facts.say("connected " + name.getShortClassName() + " " + ((CountService.Counter) binder).next());
            }

            @Override
            public void onServiceDisconnected(ComponentName name) {
                Facts.say("disconnected");
            }
        };
        Facts.say("bind " + context.bindService(service(context), held, Context.BIND_AUTO_CREATE));
    }

    private static void elsewhere(Context context) {
        ServiceConnection none = new ServiceConnection() {
            @Override
            public void onServiceConnected(ComponentName name, IBinder binder) {
                Facts.say("connected elsewhere");
            }

            @Override
            public void onServiceDisconnected(ComponentName name) {
            }
        };
        Facts.say("bind elsewhere " + context.bindService(new Intent(context, ElsewhereService.class), none, Context.BIND_AUTO_CREATE));
        Intent play = new Intent("com.google.android.gms.ads.identifier.service.START").setPackage("com.google.android.gms");
        Facts.say("bind play " + context.bindService(play, none, Context.BIND_AUTO_CREATE));
    }

    private static PendingIntent named(Context context, String word) {
        Intent intent = new Intent(context, NamedReceiver.class).setAction(word).putExtra("word", word);
        return PendingIntent.getBroadcast(context, 0, intent, PendingIntent.FLAG_IMMUTABLE);
    }

    private static void alarms(Context context) {
        AlarmManager alarms = context.getSystemService(AlarmManager.class);
        long now = SystemClock.elapsedRealtime();
        alarms.set(AlarmManager.ELAPSED_REALTIME, now + 200, named(context, "set"));
        alarms.setExact(AlarmManager.RTC_WAKEUP, System.currentTimeMillis() + 300, named(context, "exact"));
        alarms.setRepeating(AlarmManager.RTC, System.currentTimeMillis() + 100, 60_000, named(context, "repeating"));
        alarms.setExact(AlarmManager.ELAPSED_REALTIME, now + 250, "tag", () -> Facts.say("alarm listener"), null);
        alarms.set(AlarmManager.ELAPSED_REALTIME, now + 350, named(context, "cancelled"));
        alarms.cancel(named(context, "cancelled"));
        alarms.set(AlarmManager.ELAPSED_REALTIME, now + 500, "tag", () -> Facts.say("alarms over"), null);
    }

    private static void jobs(Context context) {
        JobScheduler jobs = context.getSystemService(JobScheduler.class);
        ComponentName nightly = new ComponentName(context, NightlyJob.class);
        jobs.schedule(new JobInfo.Builder(1, nightly).setMinimumLatency(100).setExtras(word("soon")).build());
        jobs.schedule(new JobInfo.Builder(2, nightly).setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY).setExtras(word("online")).build());
        jobs.schedule(new JobInfo.Builder(3, nightly).setRequiresDeviceIdle(true).setExtras(word("idle")).build());
        JobInfo queue = new JobInfo.Builder(4, new ComponentName(context, QueueJob.class)).setOverrideDeadline(0).build();
        jobs.enqueue(queue, new JobWorkItem(new Intent("first")));
        jobs.enqueue(queue, new JobWorkItem(new Intent("second")));
        try {
            jobs.schedule(new JobInfo.Builder(5, new ComponentName(context, CountService.class)).setMinimumLatency(1).build());
        } catch (IllegalArgumentException e) {
            Facts.say("job refused");
        }
    }

    private static PersistableBundle word(String word) {
        PersistableBundle extras = new PersistableBundle();
        extras.putString("word", word);
        return extras;
    }

    private static void receivers(Context context) {
        IntentFilter filter = new IntentFilter(Intent.ACTION_SCREEN_OFF);
        filter.addAction(Intent.ACTION_SCREEN_ON);
        filter.addAction(Intent.ACTION_AIRPLANE_MODE_CHANGED);
        filter.addAction(Intent.ACTION_POWER_DISCONNECTED);
        filter.addAction(ConnectivityManager.CONNECTIVITY_ACTION);
        context.registerReceiver(new BroadcastReceiver() {
            @Override
            public void onReceive(Context from, Intent intent) {
                Facts.say("received " + intent.getAction());
            }
        }, filter);
        Intent battery = context.registerReceiver(null, new IntentFilter(Intent.ACTION_BATTERY_CHANGED));
        Facts.say("battery " + (battery == null ? "unknown" : battery.getIntExtra(BatteryManager.EXTRA_LEVEL, -1)));
        ConnectivityManager network = context.getSystemService(ConnectivityManager.class);
        Facts.say("metered " + network.isActiveNetworkMetered());
        network.registerDefaultNetworkCallback(new ConnectivityManager.NetworkCallback() {
            @Override
            public void onAvailable(Network network) {
                Facts.say("network there");
            }

            @Override
            public void onLost(Network network) {
                Facts.say("network lost");
            }
        });
    }

    private static void ordered(Context context) {
        BroadcastReceiver first = new BroadcastReceiver() {
            @Override
            public void onReceive(Context from, Intent intent) {
                Facts.say("first got " + getResultData());
                setResultData("from the first");
            }
        };
        IntentFilter filter = new IntentFilter(NAMED);
        filter.setPriority(9);
        context.registerReceiver(first, filter, Context.RECEIVER_NOT_EXPORTED);
        BroadcastReceiver last = new BroadcastReceiver() {
            @Override
            public void onReceive(Context from, Intent intent) {
                Facts.say("last got " + getResultCode() + " " + getResultData());
                context.unregisterReceiver(first);
            }
        };
        context.sendOrderedBroadcast(new Intent(NAMED).setPackage(context.getPackageName()).putExtra("word", "ordered"), null, last,
                null, 1, "initial", null);
        context.sendBroadcast(new Intent(NAMED).setPackage(context.getPackageName()), "android.permission.READ_CONTACTS");
    }

    private static void nobody(Context context) {
        try {
            context.startActivity(new Intent("com.cornershop.NOBODY"));
        } catch (android.content.ActivityNotFoundException e) {
            Facts.say("nobody there");
        }
    }

    private static void notify(Context context) {
        NotificationManager manager = context.getSystemService(NotificationManager.class);
        manager.createNotificationChannel(new NotificationChannel("news", "News", NotificationManager.IMPORTANCE_DEFAULT));
        Intent open = new Intent(context, LinkActivity.class).setData(Uri.parse("life://open/notified"));
        PendingIntent tap = PendingIntent.getActivity(context, 0, open, PendingIntent.FLAG_IMMUTABLE);
        manager.notify("tag", 5, new Notification.Builder(context, "news").setSmallIcon(android.R.drawable.ic_dialog_email)
                .setContentTitle("fresh bread").setContentText("until noon").setContentIntent(tap).setAutoCancel(true)
                .addAction(new Notification.Action.Builder(null, "later", named(context, "later")).build()).build());
        Facts.say("notifications " + manager.getActiveNotifications().length + " " + manager.areNotificationsEnabled());
    }

    private static void observe(Context context) {
        ContentObserver observer = new ContentObserver(new Handler(Looper.getMainLooper())) {
            @Override
            public void onChange(boolean self, Uri uri) {
                Facts.say("changed " + uri);
            }
        };
        context.getContentResolver().registerContentObserver(RowsProvider.ROWS, true, observer);
        context.getContentResolver().registerContentObserver(Settings.System.CONTENT_URI, true, observer);
        context.getContentResolver().insert(RowsProvider.ROWS, new ContentValues());
    }
}
