package dev.sessionbeam.source.kinesis;

import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;

/** Tells faults of Kinesis that pass from those that stay. */
final class Faults {
  private static final int SERVER_ERROR = 500;

  private Faults() {}

  /**
   * Whether trying again later may help: with a server that cannot be reached or is busy it does,
   * with an answer that says no it does not, such as one about a stream that is not there or a
   * permission that is missing, nor with a fault of our own.
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
