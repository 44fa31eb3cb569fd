package io.leadgate.longwork;

import java.net.http.HttpRequest;
import java.util.function.Supplier;

/**
 * A request that costs a lot.
 *
 * @param status the status of its answer
 * @param next makes the request to be sent next; requests for leads that must be new differ
 */
record WorstRequest(String name, int status, Supplier<HttpRequest> next) {}
