package dev.runbook.expression;

import static dev.runbook.expression.Operation.Mode.DEEP;
import static dev.runbook.expression.Operation.named;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.Yaml;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Filters that encode and decode values, such as JSON, YAML and Base64. */
final class EncodingFilters {

    static final List<Operation> ALL = List.of(
            named(DEEP, "to_json", call -> TextConversion.requireLength(Json.writeSpaced(call.input()))),
            named(DEEP, "from_json", EncodingFilters::fromJson),
            named(DEEP, "to_yaml", call -> TextConversion.requireLength(YamlWriter.write(call.input()))),
            named(DEEP, "from_yaml", EncodingFilters::fromYaml),
            named(
                    DEEP,
                    "b64encode",
                    call -> new Value.Text(
                            Base64.getEncoder().encodeToString(call.text().getBytes(UTF_8)))),
            named(DEEP, "b64decode", EncodingFilters::decode),
            named(DEEP, "hash hashtype?", EncodingFilters::hash));

    private static final Map<String, String> DIGESTS = Map.of(
            "md5", "MD5", "sha1", "SHA-1", "sha224", "SHA-224", "sha256", "SHA-256", "sha384", "SHA-384", "sha512",
            "SHA-512");

    private EncodingFilters() {}

    private static Value fromJson(OperationCall call) throws EvaluationException {
        try {
            return JsonReader.read(call.text(), JsonReader.DEPTH_MAX);
        } catch (ParseException e) {
            throw EvaluationException.of("not JSON: " + e.getMessage(), "");
        }
    }

    private static Value fromYaml(OperationCall call) throws EvaluationException {
        Problems problems = new Problems();
        Optional<Node> node = Yaml.read(new Source("from_yaml", call.text()), problems);
        if (!problems.isEmpty()) {
            throw EvaluationException.of(problems.toSortedList().get(0).summary(), "");
        }
        return node.map(Literals::of).orElse(new Value.Null());
    }

    private static Value decode(OperationCall call) throws EvaluationException {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(call.text());
            return new Value.Text(
                    UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw EvaluationException.of("not base64-encoded text", "");
        }
    }

    private static Value hash(OperationCall call) throws EvaluationException {
        String name = call.text("hashtype", "sha1").toLowerCase(Locale.ROOT);
        String algorithm = DIGESTS.get(name);
        if (algorithm == null) {
            throw EvaluationException.of(
                    "unknown hash '" + name + "'", "known: md5, sha1, sha224, sha256, sha384, sha512");
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance(algorithm).digest(call.text().getBytes(UTF_8));
            return new Value.Text(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw EvaluationException.of("this Java runtime does not support " + algorithm, "use sha256");
        }
    }
}
