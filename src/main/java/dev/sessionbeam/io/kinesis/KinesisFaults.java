package dev.sessionbeam.io.kinesis;

import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;

/** Separates temporary faults of Kinesis from permanent ones. */
final class KinesisFaults {
  private static final int SERVER_ERROR = 500;

  private KinesisFaults() {}

  /**
   * Whether it may help to try again later. It may help if a server cannot be reached or is busy.
   * It does not help if the answer is negative, for example because a stream does not exist or a
   * permission is missing. It does not help either if the fault is our own.
   */
  static boolean passes(Throwable fault) {
    if (fault instanceof SdkServiceException service) {
      return service.isThrottlingException()
          || service.statusCode() >= SERVER_ERROR
          || passes(service);
    }
    return fault instanceof SdkClientException || fault instanceof IOException;
  }

  private static boolean passes(SdkServiceException service) {
    return service instanceof KinesisException kinesis
        && (kinesis instanceof ExpiredIteratorException
            || kinesis instanceof ExpiredNextTokenException
            || kinesis instanceof LimitExceededException
            || kinesis instanceof ProvisionedThroughputExceededException
            || kinesis instanceof ResourceInUseException);
  }
}
