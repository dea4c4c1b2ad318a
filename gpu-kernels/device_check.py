"""Times PyTorch, CuPy, BoTorch and GPyTorch at the jobs of device-check, each where it is installed.

One line for each job, and one of JSON for each in the file that is named; what is missing is named, never an error.
"""

import json
import sys
import time

RUNS = 5
records = []


def report(job, milliseconds):
    print(f"{job:<52} {milliseconds:10.3f} ms", flush=True)
    records.append({"peer": job, "ms": round(milliseconds, 4)})


def shortest(run, wait):
    run()
    wait()
    best = float("inf")
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        wait()
        best = min(best, time.perf_counter() - start)
    return best * 1000


def of_torch(torch, sizes):
    wait = torch.cuda.synchronize
    for n in sizes:
        points = torch.rand(n, 20, dtype=torch.float64, device="cuda")
        covariance = torch.exp(-torch.cdist(points, points)) + 0.1 * torch.eye(
            n, dtype=torch.float64, device="cuda"
        )

        def factor_and_inverse():
            factor = torch.linalg.cholesky(covariance)
            torch.cholesky_inverse(factor)

        report(f"torch cholesky + inverse, n={n}", shortest(factor_and_inverse, wait))


def of_cupy(cupy, sizes):
    wait = cupy.cuda.Stream.null.synchronize
    for n in sizes:
        a = cupy.random.random((n, n))
        a = a @ a.T / n + cupy.eye(n)
        report(f"cupy cholesky, n={n}", shortest(lambda: cupy.linalg.cholesky(a), wait))


def of_botorch(torch, botorch, n, d):
    from botorch.acquisition import LogExpectedImprovement
    from botorch.fit import fit_gpytorch_mll
    from botorch.models import SingleTaskGP
    from botorch.optim import optimize_acqf
    from gpytorch.mlls import ExactMarginalLogLikelihood

    x = torch.rand(n, d, dtype=torch.float64, device="cuda")
    y = torch.sin(6 * x[:, :1]) + x[:, 1:2]

    def fit():
        model = SingleTaskGP(x, y)
        fit_gpytorch_mll(ExactMarginalLogLikelihood(model.likelihood, model))
        return model

    start = time.perf_counter()
    model = fit()
    torch.cuda.synchronize()
    report(f"botorch fit, n={n}, d={d}", (time.perf_counter() - start) * 1000)
    bounds = torch.stack([torch.zeros(d), torch.ones(d)]).to(x)
    start = time.perf_counter()
    optimize_acqf(
        LogExpectedImprovement(model, best_f=y.max()),
        bounds=bounds,
        q=1,
        num_restarts=10,
        raw_samples=1024,
    )
    torch.cuda.synchronize()
    report(f"botorch suggestion, n={n}, d={d}", (time.perf_counter() - start) * 1000)


def attempt(name, job):
    try:
        job()
    except ImportError as e:
        print(f"{name}: not installed ({e})")
    except Exception as e:  # A peer that fails is no fault of ours, and ends nothing.
        print(f"{name}: failed: {type(e).__name__}: {e}")


def with_torch(job):
    import torch

    if not torch.cuda.is_available():
        raise RuntimeError("torch sees no GPU")
    job(torch)


def with_cupy(sizes):
    import cupy

    of_cupy(cupy, sizes)


def with_botorch(torch):
    import botorch

    of_botorch(torch, botorch, 2000, 20)


def main():
    sizes = [1000, 5000, 10000]
    attempt("torch", lambda: with_torch(lambda torch: of_torch(torch, sizes)))
    attempt("cupy", lambda: with_cupy(sizes))
    attempt("botorch", lambda: with_torch(with_botorch))
    if len(sys.argv) > 1:
        with open(sys.argv[1], "w", encoding="utf-8") as out:
            json.dump({"records": records}, out, indent=2)
            out.write("\n")


if __name__ == "__main__":
    main()
