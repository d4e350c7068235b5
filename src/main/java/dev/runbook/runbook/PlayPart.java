package dev.runbook.runbook;

import dev.runbook.yaml.Position;
import java.util.stream.Stream;

/** A part of a play: a task, a block of parts, or an included file of parts. Closed. */
public sealed interface PlayPart permits Task, Block, Include {

    /** Its position. */
    Position position();

    /** Every task in it, in the order of the file, rescues included. */
    Stream<Task> tasks();

    /** Every included file in it, itself among them, each before those inside it. */
    Stream<Include> includes();
}
