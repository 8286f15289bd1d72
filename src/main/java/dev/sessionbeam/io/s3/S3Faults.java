package dev.sessionbeam.io.s3;

import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Describes in one sentence what S3 or its client answered. The sentence contains no secret:
 * neither keys nor what was signed with them.
 */
public final class S3Faults {
  private static final int FORBIDDEN = 403;

  private static final Set<String> INVALID_KEYS =
      Set.of(
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "InvalidToken",
          "ExpiredToken",
          "TokenRefreshRequired");

  private S3Faults() {}

  /**
   * The sentence for an exception of the AWS SDK among the causes; empty if there is no such cause.
   */
  public static Optional<String> describe(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SdkException answer) {
        return Optional.of(sentence(answer));
      }
    }
    return Optional.empty();
  }

  private static String sentence(SdkException e) {
    if (e instanceof AwsServiceException answer) {
      return sentence(answer);
    }
    if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException) {
      return "no answer in time; is the endpoint right, and can it be reached from here?";
    }
    String message = String.valueOf(e.getMessage());
    if (message.contains("Unable to load credentials")) {
      return "no AWS credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE,"
          + " or run on a machine with a role";
    }
    if (message.contains("Unable to load region")) {
      return "no AWS region was found: set --awsRegion or AWS_REGION";
    }
    if (e instanceof SdkClientException) {
      Throwable root = root(e);
      return "the server cannot be reached: "
          + (root == e
              ? message
              : root.getClass().getSimpleName() + ": " + String.valueOf(root.getMessage()));
    }
    return message;
  }

  /** Whether every other request of this process will fail in the same way. */
  static boolean isOfEveryRequest(SdkException e) {
    return !(e instanceof AwsServiceException answer) || INVALID_KEYS.contains(code(answer));
  }

  /** Whether S3 knows who asks, but does not permit the request. */
  static boolean isDenied(SdkException e) {
    return e instanceof AwsServiceException answer
        && answer.statusCode() == FORBIDDEN
        && !INVALID_KEYS.contains(code(answer));
  }

  private static String sentence(AwsServiceException e) {
    String code = code(e);
    String answer = e.statusCode() + (code.isEmpty() ? "" : " " + code);
    if (INVALID_KEYS.contains(code)) {
      return "the AWS credentials are not valid (" + answer + ")";
    }
    return switch (code) {
      case "NoSuchBucket" -> "the bucket does not exist";
      case "RequestTimeTooSkewed" ->
          "the signature is not valid, because the clock of this host is wrong (" + answer + ")";
      case "PermanentRedirect", "AuthorizationHeaderMalformed" -> elsewhere(answer);
      default -> byStatus(e.statusCode(), answer);
    };
  }

  /** The error code of S3; empty if there is none, as in the answer to a HEAD request. */
  private static String code(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }

  private static String elsewhere(String answer) {
    return "the bucket is in another region: set --awsRegion (" + answer + ")";
  }

  private static String byStatus(int status, String answer) {
    return switch (status) {
      case 301, 307 -> elsewhere(answer);
      case FORBIDDEN -> "permission denied (" + answer + ")";
      case 404 -> "it does not exist (" + answer + ")";
      case 503 -> "the server is busy or down (" + answer + ")";
      default -> "the server answered " + answer;
    };
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
