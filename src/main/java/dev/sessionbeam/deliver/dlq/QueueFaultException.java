package dev.sessionbeam.deliver.dlq;

import dev.sessionbeam.io.s3.S3Faults;
import java.io.IOException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Thrown if a queue does not do what it is asked. The message names the queue and what to do. */
public final class QueueFaultException extends IOException {
  private static final int FORBIDDEN = 403;

  private QueueFaultException(String message, SdkException cause) {
    super(message, cause);
  }

  /**
   * Describes what SQS answered.
   *
   * @param permission what a user needs for the request, such as {@code sqs:ReceiveMessage}
   */
  static QueueFaultException of(String queue, String permission, SdkException e) {
    String reason = S3Faults.describe(e).orElse(String.valueOf(e.getMessage()));
    if (e instanceof AwsServiceException answer) {
      String code =
          answer.awsErrorDetails() == null
              ? ""
              : String.valueOf(answer.awsErrorDetails().errorCode());
      if (code.contains("NonExistentQueue") || code.contains("QueueDoesNotExist")) {
        reason = "there is no such queue: check its name, account and region";
      } else if (answer.statusCode() == FORBIDDEN) {
        reason += "; it needs " + permission;
      }
    }
    return new QueueFaultException("the queue " + queue + ": " + reason, e);
  }
}
