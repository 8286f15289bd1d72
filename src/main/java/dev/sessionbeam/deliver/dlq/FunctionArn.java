package dev.sessionbeam.deliver.dlq;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the ARN of a Lambda function, which may name a version or an alias of it. */
final class FunctionArn {
  private static final int PARTS = 7;
  private static final int SERVICE = 2;

  private FunctionArn() {}

  /** Returns the ARN without version and alias; null if it is not the ARN of a function. */
  static @Nullable String ofFunction(@Nullable String arn) {
    if (arn == null) {
      return null;
    }
    List<String> parts = Arrays.asList(arn.split(":", -1));
    return parts.size() >= PARTS && parts.get(SERVICE).equals("lambda")
        ? String.join(":", parts.subList(0, PARTS))
        : null;
  }
}
