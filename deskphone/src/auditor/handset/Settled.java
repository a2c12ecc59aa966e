package auditor.handset;

import java.util.Map;
import java.util.Set;
import org.robolectric.annotation.Config;
import org.robolectric.pluginapi.config.ConfigurationStrategy;

/** The modes of the framework, fixed for the life of the process. */
final class Settled implements ConfigurationStrategy.Configuration {
    private final Map<Class<?>, Object> modes;
    private final Config config;

    Settled(String qualifiers, Map<Class<?>, Object> modes) {
        this.modes = modes;
        config = new ScreenConfig(qualifiers);
    }

    @Override
    public <T> T get(Class<T> kind) {
        return kind == Config.class ? kind.cast(config) : kind.cast(modes.get(kind));
    }

    @Override
    public Set<Class<?>> keySet() {
        return modes.keySet();
    }

    @Override
    public Map<Class<?>, Object> map() {
        return modes;
    }
}
