package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.route.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks that an ARN says what something is, and where. */
public final class ArnCheck {
  private ArnCheck() {}

  /** Returns whether a text is an ARN of a service, such as {@code sqs}. */
  public static boolean isOf(String service, @Nullable String arn) {
    return AwsClients.arn(arn).filter(parts -> parts.service().equals(service)).isPresent();
  }

  /** Returns the resource of an ARN: what comes after the account. */
  public static String resource(@Nullable String arn) {
    return AwsClients.arn(arn).orElseThrow().resourceAsString();
  }

  /**
   * Returns all faults of a route to an AWS service whose destinations have no modes.
   *
   * @param what such a destination is, such as {@code a queue}
   * @param resource what the resource of its ARN is like
   */
  public static List<String> faults(Route route, String what, Pattern resource, String example) {
    List<String> faults = new ArrayList<>();
    ofDestination(route, example).ifPresent(faults::add);
    if (!resource.matcher(resource(route.arn())).matches()) {
      faults.add(
          "destination_arn: '"
              + route.arn()
              + "' is not of "
              + what
              + "; write it like "
              + example);
    }
    if (route.mode() != null) {
      faults.add("mode: " + what + " has no modes; remove the setting");
    }
    faults.addAll(TtlCheck.unused(route));
    faults.addAll(DeadLetterQueues.check(route));
    return faults;
  }

  /** Returns the fault of a route's own ARN; empty if there is none. */
  public static Optional<String> ofDestination(Route route, String example) {
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
