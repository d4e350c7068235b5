package dev.runbook.engine.change;

import dev.runbook.journal.RecordedRun;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All that one task of the runbook has done in one passage through its file: with every item of its loop, and of the loops of
 * files included below.
 *
 * @param pathPrefix the start of the ids there, with the items of the loops around: {@code media[2].}
 * @param task the id from there on, as it is written
 */
public record TaskKeyPattern(String pathPrefix, String task) {

    /** @param key of a {@link TaskKey} */
    boolean matches(String key) {
        return key.startsWith(pathPrefix)
                && RecordedRun.runbookTaskId(key.substring(pathPrefix.length())).equals(task);
    }

    /**
     * The part of a task's id that names its passage through a file.
     *
     * @param start of the ids in that file, as they are written
     */
    static String passage(String task, String start) {
        String items = "(?:\\[[0-9]+])?";
        String pattern = start.isEmpty() ? "" : Pattern.quote(start).replace(".", "\\E" + items + "\\.\\Q");
        Matcher matcher = Pattern.compile(pattern).matcher(task);
        return matcher.lookingAt() ? matcher.group() : start;
    }
}
