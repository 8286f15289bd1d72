package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.route.Route;
import java.util.List;

/** Checks the setting {@code ttl} for destinations that keep nothing by themselves. */
public final class TtlCheck {
  private TtlCheck() {}

  /** Returns a fault if a route has the setting, though its destination has no use for it. */
  public static List<String> unused(Route route) {
    return route.ttl() == null
        ? List.of()
        : List.of(
            "ttl: only the items of a DynamoDB table expire; it has no effect here, remove the"
                + " setting");
  }
}
