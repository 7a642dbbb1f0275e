package io.carrick.joram;

import java.lang.reflect.Proxy;
import java.util.Map;
import javax.naming.Context;
import javax.naming.NameNotFoundException;

/** A naming context over a map, with look-ups only. */
final class AdministeredObjects {
    private AdministeredObjects() {}

    static Context context(Map<String, Object> objects) {
        return (Context) Proxy.newProxyInstance(
                AdministeredObjects.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "lookup" -> find(objects, String.valueOf(arguments[0]));
                    case "close" -> null;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static Object find(Map<String, Object> objects, String name) throws NameNotFoundException {
        Object found = objects.get(name);
        if (found == null) {
            throw new NameNotFoundException(name);
        }
        return found;
    }
}
