package io.leadgate.signin;

import io.leadgate.domain.AdminRight;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;

/**
 * A call of the management listener that admins make.
 *
 * @param path the path with its parameters, as in {@code /admin/credentials/:clientId}
 * @param right the right that the call needs; empty if it needs no sign-in
 */
public record GuardedCall(HttpMethod method, String path, Optional<AdminRight> right) {}
