package io.leadgate.signin;

import io.leadgate.config.Settings;
import io.leadgate.domain.AdminRole;
import io.leadgate.domain.Coded;
import io.leadgate.domain.SignInWay;
import io.leadgate.domain.SignedIn;
import io.leadgate.web.request.RemoteAddress;
import io.leadgate.web.request.TrustedProxies;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the user that a proxy has signed in from a header of the proxy ({@code
 * management.user_header}). The header counts only where the peer of the connection itself is in
 * {@code management.trusted_proxies}, because every other caller can write it too. The role is that
 * of a second header, or that of the admin of this name; an admin that is disabled here stays
 * disabled. A user with the role of the header has a name of its own, because it need not be the
 * person that an admin of the same name is. Thread-safe.
 */
public final class ProxyUser {

  /** Stands before the name of a user whose role the proxy has said. */
  public static final String PREFIX = "proxy:";

  /** A sentence for a person that the proxy has named, and that has no role. */
  private static final String NO_ROLE =
      "The proxy has named a user without a role here; name the role in management.roles_header, or"
          + " make an admin of this name.";

  private final Optional<String> userHeader;
  private final Optional<String> rolesHeader;
  private final TrustedProxies trusted;
  private final AdminUsers users;

  /** What the proxy says. */
  public sealed interface Stated {
    record Known(SignedIn admin) implements Stated {}

    /**
     * The proxy names a user that may do nothing here.
     *
     * @param detail a sentence for a person: the fault and its remedy
     */
    record Refused(String detail) implements Stated {}

    /** The caller is no trusted proxy, or names no user. */
    record Nobody() implements Stated {}
  }

  public ProxyUser(Settings.Management settings, AdminUsers users) {
    this.userHeader = settings.userHeader();
    this.rolesHeader = settings.rolesHeader();
    this.trusted = new TrustedProxies(settings.trustedNetworks());
    this.users = users;
  }

  /** Whether a trusted proxy names a user, of whichever name. */
  public boolean isNamed(RoutingContext context) {
    return userHeader
        .filter(
            header ->
                context.request().headers().getAll(header).stream()
                    .anyMatch(line -> !line.isBlank()))
        .filter(header -> isOfTrustedProxy(context))
        .isPresent();
  }

  /** The user of a request. Fails if the storage is away. */
  public Future<Stated> of(RoutingContext context) {
    if (!isNamed(context)) {
      return Future.succeededFuture(new Stated.Nobody());
    }
    Optional<String> twice =
        Stream.of(userHeader, rolesHeader)
            .flatMap(Optional::stream)
            .filter(header -> context.request().headers().getAll(header).size() > 1)
            .findFirst();
    if (twice.isPresent()) {
      return refused(
          "The header %s came more than once, so a line may be the client's own; let the proxy"
                  .formatted(twice.get())
              + " replace the header, and not add to it.");
    }
    String name = userHeader.map(header -> context.request().getHeader(header)).orElseThrow();
    if (name.length() > AdminInput.NAME_LENGTH_MAX
        || name.contains(":")
        || AdminInput.hasInvisible(name)) {
      return refused(
          "The proxy's user has a name that has more than %d characters, a colon or an invisible"
                  .formatted(AdminInput.NAME_LENGTH_MAX)
              + " character; let the proxy send another name.");
    }
    Optional<AdminRole> stated =
        rolesHeader.flatMap(header -> highest(context.request().headers().getAll(header)));
    return users.role(name).map(stored -> judge(name, stated, stored));
  }

  private static Future<Stated> refused(String detail) {
    return Future.succeededFuture(new Stated.Refused(detail));
  }

  private static Stated judge(
      String name, Optional<AdminRole> stated, AdminUsers.StoredRole stored) {
    return switch (stored) {
      case AdminUsers.StoredRole.Disabled disabled -> new Stated.Refused(NO_ROLE);
      case AdminUsers.StoredRole.Of own ->
          stated.map(role -> known(PREFIX + name, role)).orElseGet(() -> known(name, own.role()));
      case AdminUsers.StoredRole.Unknown unknown ->
          stated
              .map(role -> known(PREFIX + name, role))
              .orElseGet(() -> new Stated.Refused(NO_ROLE));
    };
  }

  private static Stated known(String name, AdminRole role) {
    return new Stated.Known(new SignedIn(name, role, SignInWay.PROXY));
  }

  private boolean isOfTrustedProxy(RoutingContext context) {
    InetAddress peer = address(RemoteAddress.ofPeer(context.request()));
    return peer != null && trusted.isTrusted(peer);
  }

  private static @Nullable InetAddress address(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** The role with the most rights among comma-separated names; other names are of other tools. */
  static Optional<AdminRole> highest(List<String> lines) {
    return lines.stream()
        .flatMap(line -> Arrays.stream(line.split(",", -1)))
        .map(String::strip)
        .flatMap(name -> Coded.find(AdminRole.class, name).stream())
        .sorted()
        .findFirst();
  }
}
