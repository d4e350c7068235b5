package dev.runbook.world;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The tags that a refresh writes on every instance it creates, so that any machine can continue the refresh.
 *
 * @param refresh id of the refresh: the id of the run that started it
 * @param pair name of the pair
 * @param role whether the instance is the clone or one of its replicas
 * @param source name of the instance the data comes from
 * @param target the name the instance gets in the swap
 * @param replaces resource id of the instance it replaces
 * @param state the state of its data
 * @param rules digest of the masking rules that were applied; empty before
 */
public record RefreshTags(
        String refresh,
        String pair,
        Role role,
        InstanceId source,
        InstanceId target,
        ResourceId replaces,
        State state,
        Optional<String> rules) {

    public static final String PREFIX = "runbook:";
    public static final String STATE_TAG = PREFIX + "state";
    public static final String RULES_TAG = PREFIX + "rules";

    /**
     * When the masking was verified, by the clock of RDS; written together with {@link State#MASKED}. A copy made from the
     * instance earlier may contain production data.
     */
    public static final String PROVED_TAG = PREFIX + "proved";

    /** The number of rollbacks of the swap to an instance; missing means none. */
    public static final String UNDONE_TAG = PREFIX + "undone";

    /** The maximum number of tags on an instance created by a refresh: those of {@link #tags()} and the two above. */
    public static final int TAGS_MAX = 10;

    /** The role of an instance in its tree. */
    public enum Role {
        CLONE,
        REPLICA
    }

    /** Decides whether the instance may get the staging name. */
    public enum State {
        /** Contains production data; must not get the target's name. */
        QUARANTINED,
        /** The runbook declares that this data needs no masking. */
        UNMASKED_BY_CHOICE,
        /** Masked, and the masking was verified. */
        MASKED,
        /** The application has restarted on it and answered its health check. */
        LIVE;

        public String tag() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<State> of(String tag) {
            for (State state : values()) {
                if (state.tag().equals(tag)) {
                    return Optional.of(state);
                }
            }
            return Optional.empty();
        }
    }

    /** When the masking of an instance with these tags was verified; empty without a valid tag. */
    public static Optional<Instant> withProof(Map<String, String> tags) {
        try {
            return Optional.ofNullable(tags.get(PROVED_TAG)).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Reads the tags of an instance; empty when a refresh did not create it or a tag is missing. */
    public static Optional<RefreshTags> of(Map<String, String> tags) {
        String refresh = tags.get(PREFIX + "refresh");
        String pair = tags.get(PREFIX + "pair");
        String role = tags.get(PREFIX + "role");
        String source = tags.get(PREFIX + "source");
        String target = tags.get(PREFIX + "target");
        String replaces = tags.get(PREFIX + "replaces");
        Optional<State> state = Optional.ofNullable(tags.get(STATE_TAG)).flatMap(State::of);
        if (refresh == null || pair == null || role == null || source == null || target == null || replaces == null) {
            return Optional.empty();
        }
        if (state.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RefreshTags(
                refresh,
                pair,
                role.equals("clone") ? Role.CLONE : Role.REPLICA,
                new InstanceId(source),
                new InstanceId(target),
                new ResourceId(replaces),
                state.get(),
                Optional.ofNullable(tags.get(RULES_TAG))));
    }

    /** The tags to write, in a fixed order. */
    public Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(PREFIX + "refresh", refresh);
        tags.put(PREFIX + "pair", pair);
        tags.put(PREFIX + "role", role == Role.CLONE ? "clone" : "replica");
        tags.put(PREFIX + "source", source.name());
        tags.put(PREFIX + "target", target.name());
        tags.put(PREFIX + "replaces", replaces.id());
        tags.put(STATE_TAG, state.tag());
        rules.ifPresent(digest -> tags.put(RULES_TAG, digest));
        return tags;
    }

    public boolean belongsTo(String otherRefresh, String otherPair) {
        return refresh.equals(otherRefresh) && pair.equals(otherPair);
    }
}
