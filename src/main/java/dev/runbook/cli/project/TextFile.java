package dev.runbook.cli.project;

import dev.runbook.journal.BoundedFileReader;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Reads text files, which must be UTF-8. */
final class TextFile {

    private TextFile() {}

    /**
     * The text of a file; empty when it is not UTF-8, which is added to the problems with its place.
     *
     * @param name the name of the file, as the user would write it
     */
    static Optional<Source> read(String name, Path file, Problems problems) throws IOException {
        byte[] bytes = BoundedFileReader.readBytes(file);
        CharBuffer good = CharBuffer.allocate(bytes.length);
        boolean bad = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes), good, true)
                .isError();
        Source source = new Source(name, new String(bytes, StandardCharsets.UTF_8));
        if (!bad) {
            return Optional.of(source);
        }
        String before = good.flip().toString();
        int line = (int) before.chars().filter(character -> character == '\n').count() + 1;
        Position place = new Position(source, line, before.length() - before.lastIndexOf('\n'));
        problems.add("not-utf-8", place, "this is not UTF-8 text", "save the file in UTF-8");
        return Optional.empty();
    }
}
