package dev.runbook.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Hands SIGINT, SIGTERM and SIGHUP to the run, which then ends in order, in place of ending the process. A signal that the
 * parent process has set to be ignored, as nohup does with SIGHUP, stays ignored: Java sees to that.
 */
final class Signals {

    private static final Map<String, Integer> EXITS =
            Map.of("HUP", Exit.HUNG_UP, "INT", Exit.INTERRUPTED, "TERM", Exit.TERMINATED);

    private Signals() {}

    /**
     * From now on a signal is handed over as the exit code that it asks for.
     *
     * @throws IllegalStateException when this Java cannot hand over signals
     */
    static void handOver(IntConsumer taker) {
        try {
            // Only sun.misc offers it; a compile-time use would be refused with the warnings that are errors here.
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
            throw new IllegalStateException("this Java cannot hand over signals", e);
        }
    }
}
