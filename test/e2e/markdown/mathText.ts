/** Every form of formula, closed and not, and what only looks like one. */
export const mathText = String.raw`# The $n$th term of \(a_n\) costs $5

Where $x_1, \ldots, x_n$ are **such that $a*b$ is** [at $y$](/u), $HOME is not and $5 is not, $$ E = mc^2 $$ is, \[ F = ma \] too.
A line that ends in $x$
2nd, and one in $y$th, and $z$t but $a$1 and US$5.
$$
\begin{aligned}
- a &= b \\

+ c &= d
\end{aligned}
$$
Between. | \| $5
$$ x = 1 $$
\[ \begin{bmatrix} 1 \\[2pt] 2 \end{bmatrix} \]
\[
- x
= y \\]
\]

| $a$ | \(b\) |
|---|---|
| $c | $d$ |

$$ is the process and \(see this\) is not, \[x\] is. \(open

$$
never closed

\[
closed by nothing`;
