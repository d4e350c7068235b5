package dev.runbook.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A filter, test or function of the language.
 *
 * @param params the arguments in order; {@code ?} ends an optional one, {@code *} starts one that takes all the rest
 * @param mode how secret and unknown values are handled
 */
record Operation(String name, List<String> params, Mode mode, Body body) {

    /** How an operation handles secret and unknown values. */
    enum Mode {
        /** Receives every value as it is, undefined ones included. */
        RAW,
        /** Moves whole items: secret or unknown items of a list are kept as they are. */
        STRUCTURAL,
        /** Reads values at any depth: one unknown value makes the result unknown, one secret makes it secret. */
        DEEP,
        /** Yields only a count or an answer: the result may be shown even if the input is secret. */
        MEASURE
    }

    /** What an operation does. */
    interface Body {
        Value apply(OperationCall call) throws EvaluationException, ExpressionException;
    }

    Operation {
        params = List.copyOf(params);
    }

    static Operation named(Mode mode, String signature, Body body) {
        List<String> words = List.of(signature.split(" "));
        return new Operation(words.get(0), words.subList(1, words.size()), mode, body);
    }

    /** Why the operation does not accept these arguments; empty if it does. */
    Optional<String> argumentProblem(int positional, Set<String> named) {
        boolean variadic = params.stream().anyMatch(param -> param.startsWith("*"));
        List<String> names = names();
        if (!variadic && positional > names.size()) {
            return Optional.of("'" + name + "' takes " + count(names.size()) + ", not " + positional);
        }
        for (String given : named) {
            int place = names.indexOf(given);
            if (!takes(given) || (place >= 0 && place < positional)) {
                return Optional.of("'" + name + "' has no further argument '" + given + "'");
            }
        }
        for (int i = positional; i < params.size(); i++) {
            String param = params.get(i);
            if (!param.endsWith("?") && !param.startsWith("*") && !named.contains(param)) {
                return Optional.of("'" + name + "' needs the argument '" + param + "'");
            }
        }
        return Optional.empty();
    }

    private static String count(int number) {
        return number == 0 ? "no argument" : "at most " + number + (number == 1 ? " argument" : " arguments");
    }

    /** The arguments that may be given by position: those before the one that takes all the rest. */
    private List<String> names() {
        return params.stream()
                .takeWhile(param -> !param.startsWith("*"))
                .map(param -> param.replace("?", ""))
                .toList();
    }

    private boolean takes(String argument) {
        return params.contains(argument) || params.contains(argument + "?");
    }

    /** Applies the operation to arguments already checked with {@link #argumentProblem}. */
    Value apply(Value input, List<Value> positional, Map<String, Value> named, Scope scope)
            throws EvaluationException, ExpressionException {
        List<String> names = names();
        Map<String, Value> arguments = new LinkedHashMap<>(named);
        List<Value> rest = new ArrayList<>();
        for (int i = 0; i < positional.size(); i++) {
            if (i < names.size()) {
                arguments.put(names.get(i), positional.get(i));
            } else {
                rest.add(positional.get(i));
            }
        }
        return mode == Mode.RAW
                ? body.apply(new OperationCall(input, arguments, rest, scope))
                : applyToTainted(new OperationCall(input, arguments, rest, scope));
    }

    private Value applyToTainted(OperationCall call) throws EvaluationException, ExpressionException {
        List<Value> all = new ArrayList<>(call.arguments().values());
        all.addAll(call.rest());
        all.add(0, call.input());
        for (Value value : all) {
            Optional<Value.Unknown> unknown = mode == Mode.DEEP
                    ? Taint.findUnknown(value)
                    : value instanceof Value.Unknown top ? Optional.of(top) : Optional.empty();
            if (unknown.isPresent()) {
                return unknown.get();
            }
        }
        boolean secret =
                mode == Mode.DEEP ? all.stream().anyMatch(Taint::containsSecret) : call.input() instanceof Value.Secret;
        return secret ? applyToSecrets(call) : body.apply(call);
    }

    private Value applyToSecrets(OperationCall call) throws EvaluationException, ExpressionException {
        Map<String, Value> named = new LinkedHashMap<>();
        call.arguments().forEach((key, value) -> named.put(key, mode == Mode.DEEP ? Taint.reveal(value) : value));
        List<Value> rest = call.rest().stream()
                .map(value -> mode == Mode.DEEP ? Taint.reveal(value) : value)
                .toList();
        OperationCall revealed = new OperationCall(Taint.reveal(call.input()), named, rest, call.scope());
        try {
            Value result = body.apply(revealed);
            return mode == Mode.MEASURE ? result : Taint.conceal(result);
        } catch (EvaluationException exception) {
            throw exception.withoutValues("'" + name + "'");
        }
    }
}
