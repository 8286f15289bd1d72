package dev.sessionbeam.simulate.kinesis;

import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Counts how often a client repeated a call, because it failed or got no answer. */
final class RetryCounter implements ExecutionInterceptor {
  private final LongAdder calls = new LongAdder();
  private final LongAdder attempts = new LongAdder();

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    calls.increment();
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    attempts.increment();
  }

  long count() {
    return Math.max(0, attempts.sum() - calls.sum());
  }
}
