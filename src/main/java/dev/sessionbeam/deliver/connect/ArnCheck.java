package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.route.Route;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks that an ARN says where something is. */
final class ArnCheck {
  private ArnCheck() {}

  /** Returns the fault of a route's own ARN; empty if there is none. */
  static Optional<String> ofDestination(Route route, String example) {
    return fault("destination_arn", route.arn(), example);
  }

  /** Returns the fault of an ARN; empty if it has a region and an account. */
  static Optional<String> fault(String setting, @Nullable String arn, String example) {
    boolean complete =
        AwsClients.arn(arn)
            .filter(
                parts ->
                    parts.region().filter(id -> !id.isEmpty()).isPresent()
                        && parts.accountId().filter(id -> !id.isEmpty()).isPresent())
            .isPresent();
    return complete
        ? Optional.empty()
        : Optional.of(
            setting + ": '" + arn + "' needs a region and an account; write it like " + example);
  }
}
