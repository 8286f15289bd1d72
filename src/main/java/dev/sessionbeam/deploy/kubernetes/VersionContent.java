package dev.sessionbeam.deploy.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a version is.
 *
 * @param values the values of the chart, with the texts of definition and routes
 * @param copy digests of what else the working copy had when it was kept: the chart, and the stack.
 *     They only show that it has changed
 */
record VersionContent(ObjectNode values, ObjectNode copy) {
  private static final Set<String> TEXTS = Set.of("definition", "routes");

  /** Nothing at all. */
  static VersionContent none() {
    return new VersionContent(Json.object(), Json.object());
  }

  /** Returns how this differs from an older one, a line each, as {@code diff} marks them. */
  List<String> changesSince(VersionContent older) {
    List<String> changes = new ArrayList<>();
    add(Json.flat(older.copy), Json.flat(copy), changes);
    add(Json.flat(older.values), Json.flat(values), changes);
    return changes;
  }

  private static void add(
      Map<String, String> before, Map<String, String> now, List<String> changes) {
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    names.remove("");
    for (String name : names) {
      String old = before.getOrDefault(name, "");
      String fresh = now.getOrDefault(name, "");
      if (old.equals(fresh)) {
        continue;
      }
      if (TEXTS.contains(name) || name.startsWith("the ")) {
        String sign = old.isEmpty() ? "+ " : fresh.isEmpty() ? "- " : "! ";
        changes.add(sign + name);
      } else {
        if (!old.isEmpty()) {
          changes.add("- " + name + ": " + old);
        }
        if (!fresh.isEmpty()) {
          changes.add("+ " + name + ": " + fresh);
        }
      }
    }
  }
}
