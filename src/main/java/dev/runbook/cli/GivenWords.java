package dev.runbook.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line as it may be kept: without the secrets that {@code -e} gives.
 *
 * @param secrets names of the variables that are not to be shown
 */
record GivenWords(Set<String> secrets) {

    private static final String MASK = "***";
    private static final Pattern OPTION = Pattern.compile("(?s)(-e|--extra-vars=)(.+)");
    private static final Set<String> OPTIONS = Set.of("-e", "--extra-vars");

    GivenWords {
        secrets = Set.copyOf(secrets);
    }

    List<String> shown(List<String> words) {
        List<String> shown = new ArrayList<>();
        for (int at = 0; at < words.size(); at++) {
            Matcher joined = OPTION.matcher(words.get(at));
            boolean given = at > 0 && OPTIONS.contains(words.get(at - 1));
            if (given) {
                shown.add(value(words.get(at)));
            } else if (joined.matches()) {
                shown.add(joined.group(1) + value(joined.group(2)));
            } else {
                shown.add(words.get(at));
            }
        }
        return shown;
    }

    private String value(String given) {
        if (secrets.isEmpty() || given.startsWith("@")) {
            return given;
        }
        int equals = given.indexOf('=');
        boolean single = !given.stripLeading().startsWith("{") && equals > 0;
        if (!single) {
            return MASK;
        }
        String name = given.substring(0, equals).replaceFirst("^=", "");
        return secrets.contains(name) ? name + "=" + MASK : given;
    }
}
