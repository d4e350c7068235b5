package dev.runbook.expression;

import static dev.runbook.expression.Operation.Mode.DEEP;
import static dev.runbook.expression.Operation.Mode.MEASURE;
import static dev.runbook.expression.Operation.Mode.STRUCTURAL;
import static dev.runbook.expression.Operation.named;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Filters on lists. */
final class ListFilters {

    static final List<Operation> ALL = List.of(
            named(MEASURE, "length", ListFilters::length),
            named(MEASURE, "count", ListFilters::length),
            named(STRUCTURAL, "first", call -> end(call, true)),
            named(STRUCTURAL, "last", call -> end(call, false)),
            named(STRUCTURAL, "reverse", ListFilters::reverse),
            named(STRUCTURAL, "flatten levels?", ListFilters::flatten),
            named(STRUCTURAL, "zip *others", ListFilters::zip),
            named(STRUCTURAL, "map *filter attribute? default?", ItemFilters::map),
            named(STRUCTURAL, "select *test", call -> ItemFilters.select(call, false, true)),
            named(STRUCTURAL, "reject *test", call -> ItemFilters.select(call, false, false)),
            named(STRUCTURAL, "selectattr attribute *test", call -> ItemFilters.select(call, true, true)),
            named(STRUCTURAL, "rejectattr attribute *test", call -> ItemFilters.select(call, true, false)),
            named(DEEP, "sort reverse? case_sensitive? attribute?", ListFilters::sort),
            named(DEEP, "unique case_sensitive? attribute?", ListFilters::unique),
            named(DEEP, "min case_sensitive? attribute?", call -> extreme(call, -1)),
            named(DEEP, "max case_sensitive? attribute?", call -> extreme(call, 1)),
            named(DEEP, "sum attribute? start?", ListFilters::sum));

    private ListFilters() {}

    private static Value length(OperationCall call) throws EvaluationException {
        return new Value.Whole(
                call.input() instanceof Value.Text text
                        ? text.text().codePointCount(0, text.text().length())
                        : call.items().size());
    }

    private static Value end(OperationCall call, boolean first) throws EvaluationException {
        List<Value> items = call.items();
        if (items.isEmpty()) {
            return new Value.UndefinedName(
                    first ? "the first item of an empty list" : "the last item of an empty list");
        }
        return items.get(first ? 0 : items.size() - 1);
    }

    private static Value reverse(OperationCall call) throws EvaluationException {
        if (call.input() instanceof Value.Text text) {
            return new Value.Text(new StringBuilder(text.text()).reverse().toString());
        }
        List<Value> items = new ArrayList<>(call.items());
        Collections.reverse(items);
        return new Value.Items(items);
    }

    private static Value flatten(OperationCall call) throws EvaluationException {
        List<Value> flat = new ArrayList<>();
        flatten(call.items(), call.whole("levels", Long.MAX_VALUE), flat);
        return new Value.Items(flat);
    }

    private static void flatten(List<Value> items, long levels, List<Value> flat) {
        for (Value item : items) {
            if (item instanceof Value.Items inner && levels > 0) {
                flatten(inner.items(), levels - 1, flat);
            } else if (!(item instanceof Value.Null)) {
                flat.add(item);
            }
        }
    }

    private static Value zip(OperationCall call) throws EvaluationException {
        List<List<Value>> lists = new ArrayList<>(List.of(call.items()));
        for (Value other : call.rest()) {
            lists.add(OperationCall.items(other));
        }
        int size = lists.stream().mapToInt(List::size).min().orElse(0);
        List<Value> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int row = i;
            rows.add(new Value.Items(lists.stream().map(list -> list.get(row)).toList()));
        }
        return new Value.Items(rows);
    }

    /** Sorts stably: equal items keep their order, even if reversed. */
    private static Value sort(OperationCall call) throws EvaluationException {
        List<SortItem> keyed = new ArrayList<>();
        for (Value item : call.items()) {
            keyed.add(new SortItem(key(call, item), item));
        }
        int sign = call.bool("reverse", false) ? -1 : 1;
        return new Value.Items(
                mergeSort(keyed, sign).stream().map(SortItem::item).toList());
    }

    private record SortItem(Value key, Value item) {}

    /** A merge sort that allows the comparison of two values to fail. */
    private static List<SortItem> mergeSort(List<SortItem> items, int sign) throws EvaluationException {
        if (items.size() < 2) {
            return items;
        }
        List<SortItem> left = mergeSort(items.subList(0, items.size() / 2), sign);
        List<SortItem> right = mergeSort(items.subList(items.size() / 2, items.size()), sign);
        List<SortItem> merged = new ArrayList<>(items.size());
        int taken = 0;
        for (SortItem item : right) {
            while (taken < left.size()
                    && ValueComparison.compare(left.get(taken).key(), item.key()) * sign <= 0) {
                merged.add(left.get(taken++));
            }
            merged.add(item);
        }
        merged.addAll(left.subList(taken, left.size()));
        return merged;
    }

    /** The value to compare: the item or its attribute, in lower case unless case matters. */
    private static Value key(OperationCall call, Value item) throws EvaluationException {
        Value key = keyOf(call, item);
        return key instanceof Value.Text text && !call.bool("case_sensitive", false)
                ? new Value.Text(text.text().toLowerCase(Locale.ROOT))
                : key;
    }

    private static Value keyOf(OperationCall call, Value item) throws EvaluationException {
        return call.get("attribute").isPresent() ? valueAt(item, call.text("attribute")) : item;
    }

    private static Value unique(OperationCall call) throws EvaluationException {
        List<Value> seen = new ArrayList<>();
        List<Value> kept = new ArrayList<>();
        for (Value item : call.items()) {
            Value key = key(call, item);
            if (seen.stream().noneMatch(earlier -> ValueComparison.areEqual(earlier, key))) {
                seen.add(key);
                kept.add(item);
            }
        }
        return new Value.Items(kept);
    }

    private static Value extreme(OperationCall call, int sign) throws EvaluationException {
        Value best = new Value.UndefinedName("the " + (sign < 0 ? "least" : "greatest") + " item of an empty list");
        for (Value item : call.items()) {
            if (best instanceof Value.UndefinedName
                    || ValueComparison.compare(key(call, item), key(call, best)) * sign > 0) {
                best = item;
            }
        }
        return best;
    }

    private static Value sum(OperationCall call) throws EvaluationException {
        Value total = call.get("start").orElse(new Value.Whole(0));
        for (Value item : call.items()) {
            total = Arithmetic.apply("+", total, keyOf(call, item));
        }
        return total;
    }

    /**
     * The value at a dotted path inside an item.
     *
     * @throws EvaluationException if it is undefined
     */
    static Value valueAt(Value item, String path) throws EvaluationException {
        Value value = item;
        for (String step : path.split("\\.", -1)) {
            if (value instanceof Value.Items items && step.matches("[0-9]{1,6}")) {
                int index = Integer.parseInt(step);
                value = index < items.items().size()
                        ? items.items().get(index)
                        : new Value.UndefinedName("item." + path);
            } else {
                value = PathTerms.field(value, "item", step, "." + step);
            }
        }
        if (value instanceof Value.UndefinedName undefined) {
            throw EvaluationException.of("'item." + path + "' is undefined", undefined.hint());
        }
        return value;
    }
}
