"""Other libraries for device-check, each where it is installed; what is missing is named, never an error.

device_check.py peers [small]   times PyTorch, CuPy, BoTorch and GPyTorch at its jobs: a line for each,
                                with the name of the job that is like it, if there is one
device_check.py train [small]   a training loop of PyTorch that says how far it is whenever a line is told
"""

import select
import sys
import time

RUNS = 5


def report(job, milliseconds, like=""):
    print(f"peer\t{job}\t{milliseconds:.4f}\t{like}", flush=True)


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


def of_botorch(torch, n, d, q, iterations):
    from botorch.acquisition import qLogExpectedImprovement
    from botorch.fit import fit_gpytorch_mll
    from botorch.models import SingleTaskGP
    from botorch.optim import optimize_acqf
    from gpytorch.mlls import ExactMarginalLogLikelihood

    x = torch.rand(n, d, dtype=torch.float64, device="cuda")
    noise = 0.05 * torch.randn(n, 1, dtype=torch.float64, device="cuda")
    y = torch.sin(6 * x[:, :1]) + x[:, 1:2] + noise

    def fit():
        model = SingleTaskGP(x, y)
        likelihood = ExactMarginalLogLikelihood(model.likelihood, model)
        # As many iterations as ours at most.
        fit_gpytorch_mll(likelihood, optimizer_kwargs={"options": {"maxiter": iterations}})
        return model

    start = time.perf_counter()
    model = fit()
    torch.cuda.synchronize()
    report(
        f"botorch fit, n={n}, d={d}",
        (time.perf_counter() - start) * 1000,
        f"fit, n={n}, d={d}",
    )
    bounds = torch.stack([torch.zeros(d), torch.ones(d)]).to(x)
    start = time.perf_counter()
    # One after the other, each believing those before: candidates and ascents as ours.
    optimize_acqf(
        qLogExpectedImprovement(model, best_f=y.max()),
        bounds=bounds,
        q=q,
        num_restarts=10,
        raw_samples=1024,
        options={"maxiter": iterations},
        sequential=True,
    )
    torch.cuda.synchronize()
    report(
        f"botorch {q} suggestions, n={n}, d={d}",
        (time.perf_counter() - start) * 1000,
        f"{q} suggestions, n={n}, d={d}",
    )


def attempt(name, job):
    try:
        job()
    except ImportError as e:
        print(f"{name}: not installed ({e})", flush=True)
    except Exception as e:  # A peer that fails is no fault of ours, and ends nothing.
        print(f"{name}: failed: {type(e).__name__}: {e}", flush=True)


def with_torch(job):
    import torch

    if not torch.cuda.is_available():
        raise RuntimeError("torch sees no GPU")
    job(torch)


def with_cupy(sizes):
    import cupy

    of_cupy(cupy, sizes)


def peers(small):
    sizes = [40] if small else [1000, 5000, 10000]
    n, d, q = (30, 3, 2) if small else (2000, 20, 16)
    # First what is to be compared, in case the time is over.
    attempt("botorch", lambda: with_torch(lambda torch: of_botorch(torch, n, d, q, 30)))
    attempt("torch", lambda: with_torch(lambda torch: of_torch(torch, sizes)))
    attempt("cupy", lambda: with_cupy(sizes))


def train(torch, small):
    """A perceptron with Adam: big products, as a trainer's are, and a loss that is looked at each step."""
    width, batch = (8, 4) if small else (4096, 4096)
    layers = []
    for _ in range(4):
        layers += [torch.nn.Linear(width, width), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers).to("cuda")
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
    x = torch.rand(batch, width, device="cuda")
    y = torch.rand(batch, width, device="cuda")
    steps = 0
    ready = False
    while True:
        optimizer.zero_grad(set_to_none=True)
        loss = torch.nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
        loss.item()
        steps += 1
        if not ready and steps == 20:
            print("ready", flush=True)
            ready = True
        if select.select([sys.stdin], [], [], 0)[0]:
            if not sys.stdin.readline():
                return
            print(f"{steps} {time.perf_counter():.9f}", flush=True)


def main():
    what = sys.argv[1] if len(sys.argv) > 1 else "peers"
    small = "small" in sys.argv[2:]
    if what == "train":
        attempt("torch", lambda: with_torch(lambda torch: train(torch, small)))
    else:
        peers(small)


if __name__ == "__main__":
    main()
