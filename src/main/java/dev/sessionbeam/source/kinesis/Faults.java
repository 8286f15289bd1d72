package dev.sessionbeam.source.kinesis;

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
   * Whether trying again later may help: everything does but an answer that says no, such as one
   * about a stream that is not there or a permission that is missing.
   */
  static boolean passes(Throwable fault) {
    return !(fault instanceof SdkServiceException service)
        || service.isThrottlingException()
        || service.statusCode() >= SERVER_ERROR
        || passes(service);
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
