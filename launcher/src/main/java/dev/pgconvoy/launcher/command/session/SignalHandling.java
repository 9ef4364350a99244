package dev.pgconvoy.launcher.command.session;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/// SignalHandling without the JVM's own reaction to them, which would stop the stack while a migration still needs it.
///
/// By reflection: the compiler warns of `sun.misc.Signal`, and there is no other way.
final class SignalHandling {

    private SignalHandling() {}

    static void handle(String name, Runnable action) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var proxy =
                    Proxy.newProxyInstance(SignalHandling.class.getClassLoader(), new Class<?>[] {handler}, of(action));
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM cannot handle the signal " + name, e);
        }
    }

    private static InvocationHandler of(Runnable action) {
        return (self, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                action.run();
                yield null;
            }
            case "equals" -> self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            default -> "a handler of ours";
        };
    }
}
