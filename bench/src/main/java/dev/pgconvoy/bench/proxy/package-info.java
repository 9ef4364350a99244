/// A TCP proxy that stands for a network: it delays every byte, or gives every connection
/// a bandwidth. (The kernel's own `netem` costs no processor time, but many kernels come
/// without it, and every contender goes through the same proxy.)
@NullMarked
package dev.pgconvoy.bench.proxy;

import org.jspecify.annotations.NullMarked;
