package dev.sessionbeam.deliver.route;

import dev.sessionbeam.expression.NearestName;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an object. A setting that is unknown, or that the object has twice, is a fault.
 */
final class RouteObject {
  private final RouteNode self;
  private final Map<String, RouteNode> settings = new LinkedHashMap<>();
  private final Set<String> misspelt = new HashSet<>();

  private RouteObject(RouteNode self) {
    this.self = self;
  }

  static RouteObject of(
      RouteNode self,
      Map<?, ?> fields,
      Set<String> repeated,
      List<String> known,
      Set<String> refused,
      String why) {
    RouteObject object = new RouteObject(self);
    fields.forEach(
        (name, value) -> {
          RouteNode setting = self.child((String) name, (JsonTree) value);
          if (known.contains(name)) {
            object.settings.put((String) name, setting);
          } else if (refused.contains(name)) {
            setting.fault(why);
          } else {
            object.unknown((String) name, setting, known);
          }
          if (repeated.contains(name)) {
            setting.fault("appears here twice: remove one of them");
          }
        });
    return object;
  }

  private void unknown(String name, RouteNode setting, List<String> known) {
    setting.fault("unknown setting" + RouteFaults.suggestion(name, known));
    String meant = NearestName.to(name, known);
    if (meant != null) {
      misspelt.add(meant);
    }
  }

  /** Returns whether the object has a setting, or one that is probably a misspelt form of it. */
  boolean has(String name) {
    return settings.containsKey(name) || misspelt.contains(name);
  }

  /** Returns a setting, or null if there is none. */
  @Nullable RouteNode get(String name) {
    return settings.get(name);
  }

  /** Returns a required setting; or notes a fault and returns null. */
  @Nullable RouteNode required(String name) {
    RouteNode value = settings.get(name);
    // If a misspelt form of the name is reported already, the missing name is not a second fault.
    if (value == null && !misspelt.contains(name)) {
      self.fault(name, "is missing");
    }
    return value;
  }

  /** Reads a setting; null if there is none, or if it has a fault. */
  <T> @Nullable T read(String name, Function<RouteNode, @Nullable T> reading) {
    RouteNode node = settings.get(name);
    return node == null ? null : reading.apply(node);
  }

  void fault(String message) {
    self.fault(message);
  }
}
