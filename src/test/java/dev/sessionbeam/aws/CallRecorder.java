package dev.sessionbeam.aws;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Notes which permissions the calls of this process need. The SDK finds it by a file on the class
 * path of the tests, and asks it for every call of every client. It does nothing while no test
 * records.
 */
public final class CallRecorder implements ExecutionInterceptor {
  /**
   * {@code GetRecords} names only an iterator: the streams of the iterators that were given out.
   */
  private static final Map<String, String> STREAMS = new ConcurrentHashMap<>();

  private static volatile @Nullable Set<Permission> recorded;

  /** What a test does while calls are recorded. */
  interface Action {
    void run() throws Exception;
  }

  /** Returns the permissions that all calls need that this process makes in the meantime. */
  static Set<Permission> record(Action action) throws Exception {
    Set<Permission> calls = new ConcurrentSkipListSet<>();
    recorded = calls;
    try {
      action.run();
    } finally {
      recorded = null;
    }
    return new TreeSet<>(calls);
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    Set<Permission> calls = recorded;
    if (calls == null) {
      return;
    }
    String service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    calls.addAll(new NeededPermissions(service, operation, context.request(), STREAMS).all());
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    if (recorded != null
        && "Kinesis".equals(attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME))) {
      SdkRequest request = context.request();
      String stream =
          request
              .getValueForField("StreamName", String.class)
              .or(() -> request.getValueForField("ShardIterator", String.class).map(STREAMS::get))
              .orElse("");
      remember((SdkPojo) context.response(), stream);
    }
  }

  private static void remember(SdkPojo response, String stream) {
    for (SdkField<?> field : response.sdkFields()) {
      Object value = field.getValueOrDefault(response);
      if (field.memberName().endsWith("ShardIterator") && value != null) {
        STREAMS.put(value.toString(), stream);
      }
    }
  }
}
