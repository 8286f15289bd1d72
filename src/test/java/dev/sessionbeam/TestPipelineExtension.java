package dev.sessionbeam;

import java.lang.reflect.Method;
import org.apache.beam.sdk.testing.TestPipeline;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.runner.Description;
import org.junit.runners.model.Statement;

/**
 * Gives each test that has a parameter of type {@link TestPipeline} a pipeline of its own. The test
 * fails if it does not run that pipeline, or adds a transform or a PAssert after the run.
 *
 * <p>A {@link TestPipeline} makes these checks as a JUnit 4 rule, a statement around that of the
 * test. This class builds both statements around the method of a JUnit 5 test.
 */
public final class TestPipelineExtension implements ParameterResolver, InvocationInterceptor {
  private static final Namespace NAMESPACE = Namespace.create(TestPipelineExtension.class);

  /** Supports only methods of a test: a pipeline for a whole class would run more than once. */
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestPipeline.class
        && context.getTestMethod().isPresent();
  }

  @Override
  public TestPipeline resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            TestPipeline.class,
            unused -> TestPipeline.create().enableAbandonedNodeEnforcement(true),
            TestPipeline.class);
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    TestPipeline pipeline = context.getStore(NAMESPACE).get(TestPipeline.class, TestPipeline.class);
    if (pipeline == null) {
      invocation.proceed();
      return;
    }
    Statement test =
        new Statement() {
          @Override
          public void evaluate() throws Throwable {
            invocation.proceed();
          }
        };
    pipeline.apply(test, description(context)).evaluate();
  }

  /** For each invocation of a parameterized or repeated test. */
  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    interceptTestMethod(invocation, method, context);
  }

  private static Description description(ExtensionContext context) {
    Method method = context.getRequiredTestMethod();
    return Description.createTestDescription(
        context.getRequiredTestClass(), method.getName(), method.getAnnotations());
  }
}
