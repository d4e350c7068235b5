package dev.runbook.engine;

import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import dev.runbook.log.LogLine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Kills the engine at one moment: before or after the changing call of a number, or right after the event of a number is
 * on disk. From then on every port and every event is dead.
 */
final class KillSwitch {

    /** Which kind of moment is counted. */
    enum Moment {
        NEVER,
        BEFORE_CALL,
        AFTER_CALL,
        AFTER_EVENT,
        /** As AFTER_EVENT, of events of every kind. */
        AFTER_ANY_EVENT
    }

    /** Between these, the moments before and after each call are enough. */
    private static final Set<Class<? extends Event>> ENDS =
            Set.of(Event.PairStarted.class, Event.TaskEnded.class, Event.PairEnded.class, Event.RunEnded.class);

    private final Moment moment;
    private final int number;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger events = new AtomicInteger();
    private volatile boolean dead;

    KillSwitch(Moment moment, int number) {
        this.moment = moment;
        this.number = number;
    }

    static KillSwitch none() {
        return new KillSwitch(Moment.NEVER, 0);
    }

    /** One for the same moment of another run. */
    KillSwitch again() {
        return new KillSwitch(moment, number);
    }

    @Override
    public String toString() {
        return moment + " " + number;
    }

    boolean hasStruck() {
        return dead;
    }

    int calls() {
        return calls.get();
    }

    int events() {
        return events.get();
    }

    /** The port with these methods counted as changing calls. */
    <P> P over(Class<P> port, P real, Set<String> changing, Runnable beforeEach) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
            boolean counted = changing.contains(method.getName());
            int call = counted ? calls.incrementAndGet() : 0;
            strike(counted && moment == Moment.BEFORE_CALL && call == number, "before call " + call);
            if (counted) {
                beforeEach.run();
            }
            Object answer;
            try {
                answer = method.invoke(real, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            strike(counted && moment == Moment.AFTER_CALL && call == number, "after call " + call);
            return answer;
        }));
    }

    EventSink over(EventSink real) {
        return new EventSink() {
            @Override
            public void take(EventRecord<?> event) {
                real.take(event);
                boolean counted =
                        moment == Moment.AFTER_ANY_EVENT || ENDS.stream().anyMatch(event::is);
                int seen = counted ? events.incrementAndGet() : 0;
                boolean due = moment == Moment.AFTER_EVENT || moment == Moment.AFTER_ANY_EVENT;
                strike(counted && due && seen == number, "after event " + seen);
            }

            @Override
            public void note(LogLine line) {
                real.note(line);
            }
        };
    }

    private void strike(boolean now, String where) {
        dead |= now;
        if (dead) {
            throw new KillError(where);
        }
    }
}
