@NullMarked
package io.leadgate.http;

import org.jspecify.annotations.NullMarked;
