package dev.runbook.expression;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code '15.4' is version('14', '>=')}: versions compared part by part, numbers as numbers. */
final class Versions {

    private static final Pattern PART = Pattern.compile("[0-9]+|[A-Za-z]+");

    private Versions() {}

    static Value test(OperationCall call) throws EvaluationException {
        int order = order(call.text(), call.text("version"));
        String sign = call.text("operator", "==");
        return new Value.Bool(
                switch (sign) {
                    case "==", "=", "eq" -> order == 0;
                    case "!=", "<>", "ne" -> order != 0;
                    case "<", "lt" -> order < 0;
                    case "<=", "le" -> order <= 0;
                    case ">", "gt" -> order > 0;
                    case ">=", "ge" -> order >= 0;
                    default ->
                        throw EvaluationException.of("unknown operator '" + sign + "'", "known: == != < <= > >=");
                });
    }

    private static int order(String left, String right) {
        List<String> first = parts(left);
        List<String> second = parts(right);
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            int order = part(i < first.size() ? first.get(i) : "0", i < second.size() ? second.get(i) : "0");
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** A word sorts before a number: 1.0rc1 is older than 1.0.1. */
    private static int part(String left, String right) {
        boolean leftNumber = Character.isDigit(left.charAt(0));
        boolean rightNumber = Character.isDigit(right.charAt(0));
        if (leftNumber && rightNumber) {
            return new BigInteger(left).compareTo(new BigInteger(right));
        }
        return leftNumber == rightNumber ? left.compareTo(right) : leftNumber ? 1 : -1;
    }

    private static List<String> parts(String version) {
        Matcher matcher = PART.matcher(version);
        return matcher.results().map(MatchResult::group).toList();
    }
}
