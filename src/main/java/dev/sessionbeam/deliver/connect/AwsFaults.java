package dev.sessionbeam.deliver.connect;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Says what a fault of an AWS service means. This is the table of retries in docs/deliver.md. No
 * message has a secret.
 */
public final class AwsFaults {
  /** Faults with a status of 4xx that go away by themselves, or soon after somebody acts. */
  private static final Set<String> TEMPORARY =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "RequestExpired",
          "TokenRefreshRequired",
          // Somebody else writes the same item in a transaction.
          "TransactionConflictException",
          // A queue that is created anew, as a deployment may do.
          "QueueDoesNotExist",
          "NonExistentQueue",
          "QueueDeletedRecently",
          // Of SNS: the same of a topic.
          "NotFound",
          // A stream that is being created or changed, or is used too often.
          "ResourceInUseException",
          "LimitExceededException",
          // Of Firehose, for all faults of a key; some of them go away.
          "InvalidKMSResourceException",
          // A function that is being changed or started.
          "ResourceConflictException",
          "ResourceNotReadyException",
          "SnapStartNotReadyException",
          "SnapStartTimeoutException",
          "EFSIOException",
          "EFSMountConnectivityException",
          "EFSMountFailureException",
          "EFSMountTimeoutException");

  private static final Set<String> TOO_LARGE =
      Set.of("RequestEntityTooLargeException", "RequestTooLargeException", "BatchRequestTooLong");

  /** A key of KMS that is disabled or not ready: the services write its code in several ways. */
  private static final Pattern KEY_NOT_READY =
      Pattern.compile("(?i)(?:.*\\.)?kms\\.?(?:Disabled|InvalidState)(?:Exception)?");

  private AwsFaults() {}

  /** Returns the outcome of a call that ended with an exception. */
  public static Outcome outcome(Throwable thrown) {
    Throwable fault = ErrorText.cause(thrown);
    String error = describe(fault);
    if (!(fault instanceof AwsServiceException answer)) {
      return Outcome.retry(error);
    }
    String code = code(answer);
    if (answer.statusCode() == 413 || TOO_LARGE.contains(withoutService(code))) {
      return Outcome.tooLarge(error);
    }
    return isTemporary(answer, code)
        ? Outcome.retry(error, retryAfter(answer))
        : Outcome.refused(error);
  }

  private static @Nullable Duration retryAfter(AwsServiceException answer) {
    return Optional.ofNullable(answer.awsErrorDetails())
        .map(AwsErrorDetails::sdkHttpResponse)
        .flatMap(response -> response.firstMatchingHeader("Retry-After"))
        .map(header -> RetryAfter.parse(header, InstantSource.system()))
        .orElse(null);
  }

  private static boolean isTemporary(AwsServiceException answer, String code) {
    int status = answer.statusCode();
    return status >= 500
        || status == 408
        || status == 425
        || status == 429
        || answer.isThrottlingException()
        || answer.isClockSkewException()
        || (status == 400 && code.equals("ResourceNotFoundException"))
        || isTemporary(code);
  }

  /** Whether a code of a fault, whatever its status, says that the fault may go away. */
  static boolean isTemporary(String code) {
    return TEMPORARY.contains(withoutService(code))
        || KEY_NOT_READY.matcher(code).matches()
        || code.toLowerCase(Locale.ROOT).contains("throttl");
  }

  /**
   * Returns the outcome of one entry that failed in a call of several.
   *
   * @param sendersFault whether the service says that another try cannot succeed
   */
  public static Outcome ofEntry(
      @Nullable String code, @Nullable String message, boolean sendersFault) {
    String known = code == null ? "neither a result nor an error" : code;
    String error = ErrorText.joined(known, ErrorText.of(message == null ? "" : message, List.of()));
    return sendersFault && !isTemporary(known) ? Outcome.refused(error) : Outcome.retry(error);
  }

  /** SQS writes {@code AWS.SimpleQueueService.} before some codes. */
  private static String withoutService(String code) {
    return code.substring(code.lastIndexOf('.') + 1);
  }

  /** Describes a fault in one line. */
  public static String describe(Throwable fault) {
    if (fault instanceof AwsServiceException answer) {
      return describe(answer);
    }
    if (fault instanceof ApiCallTimeoutException) {
      return "no answer in time";
    }
    if (fault instanceof RejectedExecutionException) {
      return "the connector was closed";
    }
    String message = String.valueOf(fault.getMessage());
    if (message.contains("Unable to load credentials")) {
      return "no AWS credentials were found where this job runs";
    }
    if (message.contains("Unable to load region")) {
      return "no AWS region was found where this job runs: set AWS_REGION";
    }
    Throwable root = ErrorText.root(fault);
    String text = ErrorText.of(String.valueOf(root.getMessage()), List.of());
    return fault instanceof SdkException
        ? ErrorText.joined("the call failed", text)
        : ErrorText.joined(root.getClass().getSimpleName(), text);
  }

  private static String describe(AwsServiceException answer) {
    String code = code(answer);
    String status = "status " + answer.statusCode() + (code.isEmpty() ? "" : " " + code);
    String message =
        answer.awsErrorDetails() == null ? null : answer.awsErrorDetails().errorMessage();
    // A fault of the signature repeats what was signed, a session's token included.
    return message == null || code.contains("Signature") || code.contains("Token")
        ? status
        : ErrorText.joined(status, ErrorText.of(message, List.of()));
  }

  private static String code(AwsServiceException answer) {
    String code = answer.awsErrorDetails() == null ? null : answer.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }
}
