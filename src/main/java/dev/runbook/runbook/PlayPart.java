package dev.runbook.runbook;

import dev.runbook.yaml.Position;
import java.util.stream.Stream;

/** A part of a play: a task, a block of parts, or an included file of parts. */
public sealed interface PlayPart permits Task, Block, Include {

    /** Its position in the source. */
    Position position();

    /** Every task in it, in the order of the file, including those of rescues. */
    Stream<Task> tasks();

    /** Every included file in it, or the part itself; each before those inside it. */
    Stream<Include> includes();
}
