package dev.runbook.cli.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a command line of {@code run}, {@code resume}, {@code rollback} or {@code discard}. Recognises the arguments of
 * {@code -e} in every notation: {@code -e X}, {@code -eX}, {@code -e=X}, {@code -ye X}, {@code --extra-vars X},
 * {@code --extra-vars=X}.
 *
 * @param words the words after {@code runbook}
 */
public record ExtraVarArgs(List<String> words) {

    /** Short options without a value may precede the {@code e} in one word. */
    private static final Pattern OPTION = Pattern.compile("(?s)(-(?<flags>[yvDh]*)e|--extra-vars(?==|$))(?<value>.*)");

    public ExtraVarArgs {
        words = List.copyOf(words);
    }

    /** The arguments of {@code -e}, in order. */
    List<ExtraVarArg> values() {
        List<ExtraVarArg> values = new ArrayList<>();
        replaceValues(value -> {
            values.add(value);
            return Optional.of(value);
        });
        return values;
    }

    /** The words with each argument of {@code -e} replaced, and without the option if the replacement is empty. */
    public List<String> replaceValues(Function<ExtraVarArg, Optional<ExtraVarArg>> change) {
        List<String> changed = new ArrayList<>();
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            Matcher option = OPTION.matcher(word);
            boolean given = option.matches();
            boolean apart = given && option.group("value").isEmpty();
            if (!given || (apart && at + 1 == words.size())) {
                changed.add(word);
                continue;
            }
            String value = apart ? words.get(at + 1) : option.group("value").replaceFirst("^=", "");
            Optional<String> other = change.apply(new ExtraVarArg(value)).map(ExtraVarArg::text);
            if (other.isEmpty()) {
                flags(option).ifPresent(changed::add);
            } else if (other.get().equals(value)) {
                changed.addAll(words.subList(at, apart ? at + 2 : at + 1));
            } else {
                changed.addAll(List.of(option.group(1), other.get()));
            }
            at += apart ? 1 : 0;
        }
        return changed;
    }

    private static Optional<String> flags(Matcher option) {
        return Optional.ofNullable(option.group("flags"))
                .filter(flags -> !flags.isEmpty())
                .map(flags -> "-" + flags);
    }
}
