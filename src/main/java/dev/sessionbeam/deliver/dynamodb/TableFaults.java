package dev.sessionbeam.deliver.dynamodb;

import dev.sessionbeam.deliver.connect.AwsFaults;
import dev.sessionbeam.deliver.connect.ErrorText;
import dev.sessionbeam.deliver.connect.Outcome;
import java.util.Locale;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Says what a fault of DynamoDB means. This is the table of retries in docs/hot-tier.md. */
final class TableFaults {
  private static final String INVALID = "ValidationException";

  private TableFaults() {}

  /** Returns the outcome of a write that ended with an exception. */
  static Outcome outcome(Throwable thrown) {
    Throwable fault = ErrorText.cause(thrown);
    if (fault instanceof ConditionalCheckFailedException) {
      // Something newer is there, so this write has nothing to do.
      return Outcome.DELIVERED;
    }
    if (fault instanceof ResourceNotFoundException || fault instanceof ResourceInUseException) {
      // A deployment may create the table again.
      return Outcome.retry(AwsFaults.describe(fault));
    }
    return AwsFaults.outcome(fault);
  }

  /** Whether the service says that a request is not valid, whatever part of it. */
  static boolean isInvalid(Throwable thrown) {
    return ErrorText.cause(thrown) instanceof DynamoDbException answer
        && answer.awsErrorDetails() != null
        && INVALID.equals(answer.awsErrorDetails().errorCode());
  }

  /**
   * Whether the service says that an item is too large.
   *
   * @param bytes what counts toward the limit: with a copy in a local index, up to twice the size
   *     of the item. If it is more than the limit, that is taken for the reason
   */
  static boolean isTooLarge(Throwable thrown, long bytes) {
    if (!isInvalid(thrown)) {
      return false;
    }
    String message = String.valueOf(ErrorText.cause(thrown).getMessage());
    return message.toLowerCase(Locale.ROOT).contains("item size") || bytes > ItemSize.MOST_BYTES;
  }
}
