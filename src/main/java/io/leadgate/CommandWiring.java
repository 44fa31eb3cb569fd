package io.leadgate;

import io.leadgate.account.CampaignResource;
import io.leadgate.account.LeadSourceResource;
import io.leadgate.account.LeadTypeResource;
import io.leadgate.apply.Applying;
import io.leadgate.apply.WantedObjects;
import io.leadgate.config.GivenSettings;
import io.leadgate.config.Settings;
import io.leadgate.domain.Campaign;
import io.leadgate.domain.LeadSource;
import io.leadgate.domain.LeadType;
import io.leadgate.postgres.Migrations;
import io.leadgate.postgres.PostgresDriver;
import io.leadgate.postgres.PostgresOptions;
import io.leadgate.reconcile.TableCounts;
import io.leadgate.store.AccountStore;
import io.leadgate.store.AdminTable;
import io.leadgate.store.CampaignTable;
import io.leadgate.store.CatalogBound;
import io.leadgate.store.CredentialStore;
import io.leadgate.store.LeadSourceTable;
import io.leadgate.store.LeadTypeTable;
import io.leadgate.store.ManyChanges;
import io.leadgate.store.StateChange;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes the parts that the commands of operators need: they work on the database over a connection
 * of their own, whether gateways run or not. The gateways find the changes with their next poll.
 */
public final class CommandWiring implements AutoCloseable {

  private static final Duration LOGIN_MAX = Duration.ofSeconds(5);
  private static final Duration STATEMENT_MAX = Duration.ofSeconds(30);
  private static final int CLOSE_SECONDS_MAX = 5;

  private final Vertx vertx;
  private final Pool pool;
  private final SecureRandom random = new SecureRandom();
  private final AdminTable admins;
  private final CredentialStore credentials;
  private final Applying applying;

  private CommandWiring(Settings.Postgres postgres, Settings.Limits limits) {
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    pool =
        PostgresDriver.toAnyDatabase()
            .createPool(
                vertx,
                () ->
                    Future.succeededFuture(PostgresOptions.connect(postgres.uri(), STATEMENT_MAX)),
                new PoolOptions().setMaxSize(1),
                PostgresOptions.transport(),
                null);
    StateChange change =
        new StateChange(vertx, "commands", pool, version -> Future.succeededFuture(), event -> {});
    admins = new AdminTable(pool, change);
    credentials = new CredentialStore(pool, change, random, InstantSource.system());
    CatalogBound bound = new CatalogBound(limits.catalogBytes());
    LeadSourceResource sources = new LeadSourceResource();
    LeadTypeResource types = new LeadTypeResource(limits.fields());
    CampaignResource campaigns = new CampaignResource();
    applying =
        new Applying(
            new ManyChanges(pool, bound),
            new WantedObjects<>(
                sources,
                new AccountStore<>(
                    pool,
                    change,
                    new LeadSourceTable(),
                    sources.invalid(),
                    AccountStore.Capacity.of(limits.leadSources()),
                    bound),
                LeadSource::name),
            new WantedObjects<>(
                types,
                new AccountStore<>(
                    pool,
                    change,
                    new LeadTypeTable(),
                    types.invalid(),
                    AccountStore.Capacity.of(limits.leadTypes()),
                    bound),
                LeadType::name),
            new WantedObjects<>(
                campaigns,
                new AccountStore<>(
                    pool,
                    change,
                    new CampaignTable(),
                    campaigns.invalid(),
                    new AccountStore.Capacity(limits.campaigns(), limits.campaignsPerLeadSource()),
                    bound),
                Campaign::name),
            credentials);
  }

  /**
   * Opens the parts for the database of the settings, which must have the schema of this version.
   *
   * @throws Migrations.SchemaUnfit if the database has another schema
   */
  public static CommandWiring open(GivenSettings given) {
    Settings.Postgres postgres = given.postgres();
    Settings.Limits limits = given.limits();
    new Migrations(postgres.uri(), LOGIN_MAX).look();
    return new CommandWiring(postgres, limits);
  }

  public AdminTable admins() {
    return admins;
  }

  public CredentialStore credentials() {
    return credentials;
  }

  public Applying applying() {
    return applying;
  }

  /**
   * Counts the rows of all tables.
   *
   * @param since the least id of the leads that are counted apart
   */
  public Future<TableCounts> tableCounts(UUID since) {
    return TableCounts.read(pool, since);
  }

  /** Runs work that blocks. */
  public <T> Future<T> blocking(Callable<T> work) {
    return vertx.executeBlocking(work);
  }

  public SecureRandom random() {
    return random;
  }

  /** Waits for a result, and fails as the future does. */
  public static <T> T await(Future<T> future) throws InterruptedException {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    // One after the other from this thread, because no event loop can tell the end of event loops.
    end(pool.close());
    end(vertx.close());
  }

  /** Waits for an end, but not for a server that hangs: the end of the process ends everything. */
  private static void end(Future<Void> closed) {
    try {
      closed.toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // The command has its result already.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
