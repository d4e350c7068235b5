package dev.runbook.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads YAML text into a positioned {@link Node}. */
public final class Yaml {

    /** The largest number of events in a document of allowed size, including the ends of lists and mappings. */
    private static final int EVENTS_MAX = 3 * NodeBuilder.NODES_MAX;

    /** Far above the accepted depth: the parser would need hours for much deeper nesting. */
    private static final int DEPTH_READ_MAX = 10 * NodeBuilder.DEPTH_MAX;

    private Yaml() {}

    /** Parses a document; empty if the text is empty or invalid, which is then among the problems. */
    public static Optional<Node> read(Source source, Problems problems) {
        LoadSettings settings = LoadSettings.builder().setLabel(source.name()).build();
        SourceLines lines = new SourceLines(source);
        try {
            // All events first: if the text is not YAML, no other problem is worth reporting.
            List<Event> events = new ArrayList<>();
            int depth = 0;
            for (Event event : new Parse(settings).parseString(source.text())) {
                events.add(event);
                depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
                if (events.size() > EVENTS_MAX) {
                    problems.add(NodeBuilder.tooLarge(source));
                    return Optional.empty();
                }
                if (depth > DEPTH_READ_MAX) {
                    problems.add(NodeBuilder.tooDeep(
                            event.getStartMark().map(lines::position).orElse(source.start())));
                    return Optional.empty();
                }
            }
            return new NodeBuilder(source, lines, problems, events.iterator()).build();
        } catch (MarkedYamlEngineException e) {
            problems.add(parserProblem(source, lines, e));
        } catch (YamlEngineException e) {
            problems.add("yaml-syntax", source.start(), "cannot be read as YAML: " + firstLine(e.getMessage()), "");
        }
        return Optional.empty();
    }

    private static Problem parserProblem(Source source, SourceLines lines, MarkedYamlEngineException e) {
        Position error =
                e.getProblemMark().or(e::getContextMark).map(lines::position).orElse(source.start());
        Position context = e.getContextMark().map(lines::position).orElse(error);
        boolean atEnd = e.getProblemMark().filter(lines::isPastEnd).isPresent();
        Position place = atEnd || source.line(error.line()).isBlank() ? lastText(context) : error;
        Optional<Position> braces = UnquotedExpression.findNear(place, context);
        if (braces.isPresent()) {
            return UnquotedExpression.problem(braces.get());
        }
        String reason = firstLine(e.getProblem());
        String during = firstLine(e.getContext());
        String summary = "not valid YAML: " + (during.isEmpty() ? "" : during + ": ") + reason;
        return new Problem("yaml-syntax", place, summary, syntaxHint(reason));
    }

    /** The position itself, or the end of the last line before it that is not blank. */
    private static Position lastText(Position place) {
        int line = place.line();
        while (line > 1 && place.source().line(line).isBlank()) {
            line--;
        }
        int column = Math.max(1, place.source().line(line).length());
        return line == place.line() ? place : new Position(place.source(), line, column);
    }

    private static String syntaxHint(String reason) {
        if (reason.contains("'\\t")) {
            return "indent with spaces, not with tabs";
        }
        if (reason.contains("mapping values are not allowed")) {
            return "put text that contains ': ' in quotes, and check the indentation";
        }
        return "";
    }

    private static String firstLine(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text.lines().findFirst().orElse("").strip();
    }
}
