package auditor.handset;

import android.hardware.Sensor;
import android.hardware.SensorEventListener;
import android.hardware.SensorManager;
import android.os.Handler;
import android.os.Looper;
import android.os.SystemClock;
import auditor.deskphone.Guards;
import auditor.deskphone.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.robolectric.shadows.SensorBuilder;
import org.robolectric.shadows.SensorEventBuilder;

/** The phone's sensors, whose values move as in the hand of somebody who walks slowly. */
final class Sensors {
    private static final int FASTEST_MS = 20;
    /** What the delays from SensorManager.SENSOR_DELAY_FASTEST to _NORMAL mean. */
    private static final int[] DELAYS_MS = {0, 20, 66, 200};
    private static final double STEP_S = 0.6;
    private static final Map<Integer, String> PERMISSIONS = Map.of(Sensor.TYPE_STEP_COUNTER, "android.permission.ACTIVITY_RECOGNITION",
            Sensor.TYPE_STEP_DETECTOR, "android.permission.ACTIVITY_RECOGNITION", Sensor.TYPE_HEART_RATE, "android.permission.BODY_SENSORS");
    private static final Map<Integer, String> NAMES = Map.of(Sensor.TYPE_ACCELEROMETER, "Accelerometer",
            Sensor.TYPE_GYROSCOPE, "Gyroscope", Sensor.TYPE_MAGNETIC_FIELD, "Magnetometer", Sensor.TYPE_LIGHT, "Ambient Light Sensor",
            Sensor.TYPE_PROXIMITY, "Proximity Sensor", Sensor.TYPE_GRAVITY, "Gravity Sensor",
            Sensor.TYPE_LINEAR_ACCELERATION, "Linear Acceleration Sensor", Sensor.TYPE_ROTATION_VECTOR, "Rotation Vector Sensor",
            Sensor.TYPE_STEP_COUNTER, "Step counter", Sensor.TYPE_STEP_DETECTOR, "Step detector");
    private static final int RECOGNITION_SINCE = 29;
    private final Session session;
    private final List<Update> updates = new CopyOnWriteArrayList<>();
    private final List<Sensor> sensors = new ArrayList<>();

    Sensors(Session session) {
        this.session = session;
    }

    void answer() {
        Guards.answer("sensors", (arguments, original) -> of((Integer) arguments[1]));
        Guards.answer("sensor", (arguments, original) -> of((Integer) arguments[1]).stream().findFirst().orElse(null));
        Guards.answer("sensor_listen", (arguments, original) -> arguments[1] instanceof SensorEventListener listener
                && arguments[2] instanceof Sensor sensor ? listen(listener, sensor, arguments) : original.call());
        Guards.answer("sensor_leave", (arguments, original) -> {
            for (Update update : updates) {
                if (update.listener == arguments[1] && (arguments.length < 3 || arguments[2] == update.sensor)) {
                    update.stop();
                }
            }
            return original.call();
        });
    }

    /** Those of that type, -1 for all. */
    private synchronized List<Sensor> of(int type) {
        if (sensors.isEmpty()) {
            for (int each : NAMES.keySet().stream().sorted().toList()) {
                sensors.add(SensorBuilder.newBuilder().setType(each).setName(NAMES.get(each)).setMinDelay(FASTEST_MS * 1000).build());
            }
        }
        return sensors.stream().filter(sensor -> type == Sensor.TYPE_ALL || sensor.getType() == type).toList();
    }

    private boolean listen(SensorEventListener listener, Sensor sensor, Object[] arguments) {
        String permission = PERMISSIONS.get(sensor.getType());
        boolean asked = permission != null && (session.api() >= RECOGNITION_SINCE && session.target() >= RECOGNITION_SINCE
                || sensor.getType() == Sensor.TYPE_HEART_RATE);
        if (asked && !session.grants().holds(permission)) {
            return false;
        }
        int delay = (Integer) arguments[3];
        Handler handler = arguments[arguments.length - 1] instanceof Handler given ? given : new Handler(Looper.getMainLooper());
        int milliseconds = delay >= 0 && delay < DELAYS_MS.length ? DELAYS_MS[delay] : delay / 1000;
        Update update = new Update(listener, sensor, handler, Math.max(FASTEST_MS, milliseconds));
        updates.add(update);
        handler.post(update);
        return true;
    }

    private final class Update implements Runnable {
        private final SensorEventListener listener;
        private final Sensor sensor;
        private final Handler handler;
        private final int milliseconds;
        private final long began = SystemClock.elapsedRealtimeNanos();

        Update(SensorEventListener listener, Sensor sensor, Handler handler, int milliseconds) {
            this.listener = listener;
            this.sensor = sensor;
            this.handler = handler;
            this.milliseconds = milliseconds;
        }

        void stop() {
            updates.remove(this);
            handler.removeCallbacks(this);
        }

        @Override
        public void run() {
            if (!updates.contains(this)) {
                return;
            }
            long now = SystemClock.elapsedRealtimeNanos();
            listener.onSensorChanged(SensorEventBuilder.newBuilder().setSensor(sensor).setTimestamp(now)
                    .setAccuracy(SensorManager.SENSOR_STATUS_ACCURACY_HIGH)
                    .setValues(values(sensor.getType(), now / 1e9, (now - began) / 1e9)).build());
            boolean onStep = sensor.getType() == Sensor.TYPE_STEP_COUNTER || sensor.getType() == Sensor.TYPE_STEP_DETECTOR;
            handler.postDelayed(this, onStep ? Math.max(milliseconds, (int) (STEP_S * 1000)) : milliseconds);
        }
    }

    /** Values of that type, in its units, at so many seconds of the clock. */
    private static float[] values(int type, double clock, double since) {
        float sway = (float) Math.sin(clock * 2 * Math.PI / STEP_S);
        float turn = (float) Math.sin(clock / 3);
        switch (type) {
            case Sensor.TYPE_ACCELEROMETER:
                return new float[] {0.4f * turn, 1.2f + 0.3f * sway, SensorManager.GRAVITY_EARTH - 0.1f + 0.8f * sway};
            case Sensor.TYPE_GRAVITY:
                return new float[] {0.4f * turn, 1.2f, SensorManager.GRAVITY_EARTH - 0.1f};
            case Sensor.TYPE_LINEAR_ACCELERATION:
                return new float[] {0.05f * turn, 0.3f * sway, 0.8f * sway};
            case Sensor.TYPE_GYROSCOPE:
                return new float[] {0.05f * sway, 0.03f * turn, 0.02f * sway};
            case Sensor.TYPE_MAGNETIC_FIELD:
                return new float[] {22f + 4f * turn, -8f + sway, -38f + turn};
            case Sensor.TYPE_ROTATION_VECTOR:
                return new float[] {0.06f * turn, 0.01f * sway, 0.3f * turn, (float) Math.sqrt(1 - 0.0937 * turn * turn - 0.0001 * sway * sway), 0.1f};
            case Sensor.TYPE_LIGHT:
                return new float[] {180f + 20f * turn};
            case Sensor.TYPE_PROXIMITY:
                return new float[] {5f};
            case Sensor.TYPE_STEP_COUNTER:
                return new float[] {(float) Math.floor(2400 + since / STEP_S)};
            default:
                return new float[] {1f};
        }
    }
}
