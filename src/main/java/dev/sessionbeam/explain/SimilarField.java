package dev.sessionbeam.explain;

import dev.sessionbeam.expression.NearestName;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds a field of a record whose name is similar to that of a missing one. */
final class SimilarField {
  private SimilarField() {}

  /** Returns the similar field of a record that lacks one; null if there is none. */
  static @Nullable String of(RejectedRecord rejected) {
    String field = rejected.field();
    if (field == null) {
      return null;
    }
    try {
      JsonObject object = JsonObject.parse(rejected.record().bytes());
      FieldPath path = FieldPath.of(field);
      while (object != null && !path.isTopLevel()) {
        object = object.child(path.head());
        path = path.tail();
      }
      String name = path.head();
      String nearest = object == null ? null : NearestName.to(name, names(object));
      return nearest == null || nearest.equals(name) ? null : nearest;
    } catch (JsonSyntaxException e) {
      return null;
    }
  }

  private static List<String> names(JsonObject object) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < object.size(); i++) {
      names.add(Objects.requireNonNull(object.nameAt(i).asString()));
    }
    return names;
  }
}
