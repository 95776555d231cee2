"""What readers get: bytes, requests and Lighthouse's scores of built sites, against budgets."""
