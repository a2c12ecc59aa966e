package android.location;

import java.util.List;

public class LocationManager {
    public Location getLastKnownLocation(String provider) {
        return new Location(31.230416, 121.473701);
    }

    public List<String> getProviders(boolean enabled) {
        return List.of("gps", "network");
    }

    public long sum(byte a, short b, char c, long d, float e, double f, boolean g, String[] h) {
        if (!g) {
            throw new IllegalStateException("off");
        }
        return a + b + c + d + (long) e + (long) f + h.length;
    }

    public byte[] hardwareAddress() {
        return new byte[] {2, (byte) 0xab, 3, 4, 5, 6};
    }

    public static final class Location {
        private final double latitude;
        private final double longitude;

        Location(double latitude, double longitude) {
            this.latitude = latitude;
            this.longitude = longitude;
        }

        public double getLatitude() {
            return latitude;
        }

        public double getLongitude() {
            return longitude;
        }
    }
}
