package dev.runbook.report.html;

import dev.runbook.journal.InstanceRole;
import dev.runbook.journal.InstanceSnapshot;
import dev.runbook.report.Markup;
import java.util.ArrayList;
import java.util.List;

/** Instances as boxes, each below the one it replicates from and joined to it by an arrow. */
final class TreePicture {

    private static final int WIDTH = 340;
    private static final int BOX = 46;
    private static final int GAP = 10;
    private static final int INDENT = 24;
    private static final double NAME_CHARACTER = 8.1;

    private final List<InstanceSnapshot> instances;
    private final List<TreeBox> placed = new ArrayList<>();

    /** A box: how deep in its tree, which row, and the row of the one above it, or -1. */
    private record TreeBox(InstanceSnapshot drawn, int depth, int row, int above) {

        int x() {
            return 1 + depth * INDENT;
        }

        int y() {
            return 1 + row * (BOX + GAP);
        }
    }

    TreePicture(List<InstanceSnapshot> instances) {
        this.instances = List.copyOf(instances);
        instances.stream().filter(this::isRoot).forEach(root -> place(root, 0, -1));
    }

    void write(Markup page, String title) {
        int height = Math.max(BOX, placed.size() * (BOX + GAP)) + 2 - GAP;
        page.open("svg", "class", "tree", "viewBox", "0 0 " + WIDTH + " " + height, "role", "img");
        page.element("title", title + ": " + words());
        placed.forEach(box -> arrow(page, box));
        placed.forEach(box -> box(page, box));
        page.close("svg");
    }

    private boolean isRoot(InstanceSnapshot drawn) {
        return instances.stream()
                .noneMatch(other -> drawn.source().filter(other.name()::equals).isPresent());
    }

    private void place(InstanceSnapshot drawn, int depth, int above) {
        if (placed.stream().anyMatch(box -> box.drawn().equals(drawn))) {
            return;
        }
        int row = placed.size();
        placed.add(new TreeBox(drawn, depth, row, above));
        instances.stream()
                .filter(replica -> replica.source().filter(drawn.name()::equals).isPresent())
                .forEach(replica -> place(replica, depth + 1, row));
    }

    private void arrow(Markup page, TreeBox box) {
        if (box.above() < 0) {
            return;
        }
        TreeBox above = placed.get(box.above());
        int x = above.x() + INDENT / 2;
        int middle = box.y() + BOX / 2;
        String way = "M" + x + " " + (above.y() + BOX) + "V" + middle + "H" + (box.x() - 6);
        page.open("path", "class", "line", "d", way).close("path");
        String head = "M" + (box.x() - 1) + " " + middle + "l-7 -4v8z";
        page.open("path", "class", "head", "d", head).close("path");
    }

    private static void box(Markup page, TreeBox box) {
        InstanceSnapshot drawn = box.drawn();
        int width = WIDTH - box.x() - 1;
        page.open("g", "class", "box " + role(drawn));
        page.open(
                        "rect",
                        "class",
                        "frame",
                        "x",
                        "" + box.x(),
                        "y",
                        "" + box.y(),
                        "width",
                        "" + width,
                        "height",
                        "" + BOX,
                        "rx",
                        "6")
                .close("rect");
        page.open(
                        "rect",
                        "class",
                        "mark",
                        "x",
                        "" + box.x(),
                        "y",
                        "" + (box.y() + 5),
                        "width",
                        "5",
                        "height",
                        "" + (BOX - 10),
                        "rx",
                        "2")
                .close("rect");
        new Line("label", box.x() + 14, box.y() + 19).write(page, drawn.name(), width - 22);
        new Line("detail", box.x() + 14, box.y() + 36).write(page, details(drawn), width - 22);
        page.close("g");
    }

    /** Where a text begins. */
    private record Line(String kind, int x, int y) {

        /** A name may have 63 characters: what does not fit is drawn narrower. */
        void write(Markup page, String text, int room) {
            double character = kind.equals("label") ? NAME_CHARACTER : NAME_CHARACTER * 0.74;
            List<String> attributes = new ArrayList<>(List.of("class", kind, "x", "" + x, "y", "" + y));
            if (text.length() * character > room) {
                attributes.addAll(List.of("textLength", "" + room, "lengthAdjust", "spacingAndGlyphs"));
            }
            page.element("text", text, attributes.toArray(String[]::new));
        }
    }

    private static String details(InstanceSnapshot drawn) {
        List<String> details = new ArrayList<>();
        details.add(drawn.role() == InstanceRole.OTHER ? "left over" : role(drawn));
        details.add((drawn.status().equals("available") ? "" : "! ") + drawn.status());
        details.add(drawn.model().instanceClass());
        details.add(drawn.state().orElse("").replace('-', ' '));
        details.removeIf(String::isEmpty);
        return String.join(" · ", details);
    }

    private static String role(InstanceSnapshot drawn) {
        return drawn.role().word();
    }

    private String words() {
        List<String> words = new ArrayList<>();
        placed.forEach(box -> words.add(box.drawn().name() + " (" + details(box.drawn()) + ")"
                + (box.above() < 0
                        ? ""
                        : " replicates from " + box.drawn().source().orElse(""))));
        return words.isEmpty() ? "no instance" : String.join("; ", words);
    }
}
